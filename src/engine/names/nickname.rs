//! Short and pet forms of given names that letters alone do not show.

/// Rows of one name: the full forms and what is said for them.
const ROWS: &[&[&str]] = &[
    &["james", "jim", "jimmy", "jamie"],
    &["william", "bill", "will", "billy", "liam"],
    &["robert", "bob", "rob", "bobby"],
    &["richard", "dick", "rick", "ricky"],
    &["edward", "ed", "ted", "eddie", "ned"],
    &["edmund", "ed", "ned"],
    &["joseph", "joe", "giuseppe", "jose", "josef", "yusuf", "youssef", "yousef", "josip", "jozef", "iosif", "osip"],
    &["john", "jack", "johnny", "jon"],
    &["jennifer", "jenny", "jen"],
    &["jacqueline", "jacqui", "jackie"],
    &["anthony", "tony", "antony", "antonio", "anton"],
    &["elizabeth", "liz", "beth", "lizzie", "betty", "eliza"],
    &["katherine", "kate", "kathy", "catherine", "cathy", "katie"],
    &["margaret", "maggie", "peggy", "meg"],
    &["alexander", "alex", "sasha", "alec", "sandy", "aleksandr", "alejandro", "alekos"],
    &["alexandra", "sasha", "sandra", "alex"],
    &["dmitry", "dima", "mitya"],
    &["vladimir", "volodymyr", "vova", "uladzimir"],
    &["mikhail", "misha", "michael", "mike", "mick", "miguel", "michel", "mykhailo"],
    &["nicholas", "nick", "nicolas", "nikolai", "mykola", "nicky"],
    &["charles", "charlie", "chuck", "carlos", "karl", "carl"],
    &["francis", "frank", "francisco", "pancho", "paco", "frans", "franciskus", "franz", "francois"],
    &["frederick", "fred", "freddy", "friedrich", "fritz", "federico", "frederic", "fredrik"],
    &["henry", "harry", "hank", "henri", "enrique", "heinrich"],
    &["lawrence", "larry", "laurence"],
    &["patrick", "pat", "paddy"],
    &["patricia", "pat", "patty", "trish"],
    &["peter", "pete", "petro", "pyotr", "pedro", "pierre"],
    &["stephen", "steve", "steven", "stefan", "esteban"],
    &["thomas", "tom", "tommy", "tomas"],
    &["timothy", "tim"],
    &["daniel", "dan", "danny"],
    &["david", "dave", "davy", "daud", "dawood"],
    &["andrew", "andy", "drew", "andrei", "andriy", "andres"],
    &["benjamin", "ben", "benny", "bibi", "binyamin"],
    &["gregory", "greg", "grigory"],
    &["geoffrey", "jeffrey", "jeff", "geoff"],
    &["kenneth", "ken", "kenny"],
    &["matthew", "matt", "matteo", "mateo"],
    &["ronald", "ron", "ronnie"],
    &["donald", "don", "donnie"],
    &["samuel", "sam", "sammy"],
    &["susan", "sue", "susie"],
    &["deborah", "debbie", "deb"],
    &["rebecca", "becky"],
    &["victoria", "vicky", "vicki"],
    &["leonard", "len", "leo"],
    &["theodore", "ted", "teddy", "theo", "fyodor"],
    &["walter", "walt", "wally"],
    &["abraham", "abe", "ibrahim", "avraham", "ebrahim"],
    &["jacob", "jake", "yaqub", "yakov", "yaakov"],
    &["isaac", "ike", "ishaq", "yitzhak"],
    &["moses", "musa", "moussa", "moshe"],
    &["solomon", "suleiman", "sulayman", "shlomo", "süleyman"],
    &["ignacio", "nacho"],
    &["jesus", "chucho"],
    &["eduardo", "lalo", "edu"],
    &["guadalupe", "lupe"],
    &["evgeny", "yevgeny", "zhenya", "evgenii", "eugene", "gene", "yevhen"],
    &["olga", "olya", "olha"],
    &["yulia", "julia", "yuliya", "iulia"],
    &["george", "yuri", "georgy", "georgios", "jorge", "yorgos"],
];

/// The rows that a folded word stands in, one bit each: forms of one given name share one.
pub fn rows(word: &str) -> u64 {
    let first = word.as_bytes().first();
    let stands = |row: &&[&str]| row.iter().any(|form| form.as_bytes().first() == first && *form == word);
    (0u32..).zip(ROWS).filter(|(_, row)| stands(row)).fold(0, |bits, (at, _)| bits | 1 << (at % 64))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_row_has_a_bit_of_its_own() {
        assert!(super::ROWS.len() <= 64);
        assert_ne!(super::rows("jim") & super::rows("james"), 0);
        assert_eq!(super::rows("jim") & super::rows("anna"), 0);
    }
}
