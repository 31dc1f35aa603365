//! Linear-chain conditional random fields (CRF) over hashed features, for any set of `L` labels.
//!
//! [`table`] stores the quantised weights of features, [`lattice`] turns the scores of one sequence into the best labels
//! (Viterbi) and into probabilities (forward–backward), [`fit`] learns the weights. All of it is deterministic: no clock,
//! no threads, no `exp` of the platform. It does not know what features and labels stand for.
//!
//! Method: Lafferty, McCallum and Pereira 2001; trained with AdaGrad (Duchi, Hazan and Singer 2011).

pub mod fit;
pub mod lattice;
pub mod table;
pub mod transitions;
