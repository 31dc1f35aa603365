//! Ratios, their harmonic mean, and how figures are rounded.

/// `a / b`; 0 if `b` is 0.
pub fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}

/// The harmonic mean (F1) of precision and recall; 0 if both are 0.
pub fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// A ratio in `0..=1` as per cent with one decimal. It is rounded on its exact decimal value, ties to even.
pub fn percent(ratio: f64) -> f64 {
    format!("{:.1}", 100.0 * ratio).parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_ties_round_to_even() {
        assert!((percent(0.00125) - 0.1).abs() < 1e-9, "0.125 is not a tie");
        assert!((percent(0.0025) - 0.2).abs() < 1e-9, "0.25 is one");
    }
}
