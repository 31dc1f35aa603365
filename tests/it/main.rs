//! One integration binary: the tree's own rules, and the program seen from outside.

mod layers;
