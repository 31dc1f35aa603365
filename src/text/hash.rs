//! FNV-1a (Fowler, Noll, Vo 1991): hashes that are the same on every machine and in every version.
//!
//! Values are stored in archives (blocks of linking, sketches of articles) and in embedded tables (classes of names): the
//! functions never change. Features of the engine have a hash of their own, `engine::key`, which takes words of eight bytes
//! and mixes numbers in, and on which the weights were trained.

/// The 32 bits of some bytes.
pub fn fnv32(bytes: impl IntoIterator<Item = u8>) -> u32 {
    bytes.into_iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The 64 bits of some bytes.
pub fn fnv64(bytes: impl IntoIterator<Item = u8>) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values from the authors' own test vectors.
    #[test]
    fn values_are_those_of_the_authors() {
        assert_eq!((fnv32(*b""), fnv32(*b"a"), fnv32(*b"foobar")), (0x811c_9dc5, 0xe40c_292c, 0xbf9c_f968));
        assert_eq!(fnv64(*b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv64(*b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv64(*b"foobar"), 0x8594_4171_f739_67e8);
    }
}
