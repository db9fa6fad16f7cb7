//! What programs do beside computing outputs.
