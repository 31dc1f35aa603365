//! The least evidence that a decision takes (see [`super::evidence`] for the scale), each named by what reaches it when
//! nothing else is known.

/// Any evidence is enough: it is never below −0.15.
pub const ANY: f32 = -1.0;
/// Nothing has to be known, but countries that do not overlap need something that outweighs them.
pub const NO_OTHER_COUNTRY: f32 = -0.1;
/// The same, and something faint does not outweigh them.
pub const CLEARLY_NO_OTHER_COUNTRY: f32 = -0.05;
/// Nothing has to be known, and on the whole nothing may speak against it.
pub const NOTHING_AGAINST: f32 = 0.0;
/// Countries that overlap by half (0.05 + 0.1 × 0.5).
pub const HALF_THE_COUNTRIES: f32 = 0.1;
/// The same main country.
pub const MAIN_COUNTRY: f32 = 0.15;
/// A role of which half the words agree.
pub const LIKE_ROLE: f32 = 0.2;
/// A role of which half the words agree (0.2), and countries that overlap by half (0.1).
pub const LIKE_ROLE_AND_COUNTRIES: f32 = 0.3;
/// A role of which half the words agree (0.2), and the same main country (0.15).
pub const LIKE_ROLE_AND_MAIN_COUNTRY: f32 = 0.35;
/// The same role (0.4), and countries that overlap at all (0.05).
pub const ROLE_AND_COUNTRIES: f32 = 0.45;
/// A rare companion, where the one with more companions has up to 33 (1 / 1.66).
pub const RARE_COMPANION: f32 = 0.6;
/// A rare companion, where the one with more companions has up to 12 (1 / 1.24).
pub const CLOSE_COMPANION: f32 = 0.8;
/// Two rare companions, where the one with more companions has up to 33 (2 / 1.66).
pub const TWO_COMPANIONS: f32 = 1.2;
