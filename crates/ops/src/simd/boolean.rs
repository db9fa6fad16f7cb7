//! The lane type of booleans.

/// A boolean in one byte; any byte but 0 is true.
#[derive(Clone, Copy, Debug, Default)]
#[repr(transparent)]
pub struct Boolean(pub u8);

impl Boolean {
    /// From a `bool`, as 0 or 1.
    #[inline(always)]
    pub const fn new(value: bool) -> Self {
        Self(value as u8)
    }

    /// Whether it is true.
    #[inline(always)]
    pub const fn get(self) -> bool {
        self.0 != 0
    }
}

impl PartialEq for Boolean {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}
