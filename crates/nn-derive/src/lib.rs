//! The derive macro of cresset-nn.
