//! The Mersenne Twister mt19937, a whole block of 624 words at a time.

/// Words in a block, which is also the size of the state.
pub(super) const N_WORDS: usize = 624;
const OFFSET: usize = 397;

/// The twister's state, with the block of words drawn from it.
///
/// `left` and `next` count as PyTorch's engine does, so that a saved state has the same bytes: `left` is one more
/// than the words still to be handed out, and a freshly seeded engine has `left = 1`, `next = 0`.
#[derive(Clone)]
pub(super) struct Mt19937 {
    seed: u64,
    state: [u32; N_WORDS],
    words: [u32; N_WORDS],
    next: usize,
    left: usize,
}

impl Mt19937 {
    /// Seeds by the low 32 bits; the whole seed is remembered.
    pub(super) fn new(seed: u64) -> Self {
        let mut state = [0; N_WORDS];
        let mut previous = seed as u32;
        state[0] = previous;
        for (index, word) in state.iter_mut().enumerate().skip(1) {
            previous = 1_812_433_253_u32.wrapping_mul(previous ^ (previous >> 30)).wrapping_add(index as u32);
            *word = previous;
        }
        Self { seed, state, words: [0; N_WORDS], next: 0, left: 1 }
    }

    /// Continues from a saved state; `None` if the counters point outside the block.
    pub(super) fn from_parts(seed: u64, state: [u32; N_WORDS], next: usize, left: usize) -> Option<Self> {
        let inside = left >= 1 && next <= N_WORDS && left - 1 <= N_WORDS - next;
        inside.then(|| Self { seed, state, words: state.map(temper), next, left })
    }

    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    pub(super) fn state(&self) -> &[u32; N_WORDS] {
        &self.state
    }

    /// The counters `(next, left)`.
    pub(super) fn counters(&self) -> (usize, usize) {
        (self.next, self.left)
    }

    pub(super) fn next_u32(&mut self) -> u32 {
        self.ensure_words();
        let word = self.words[self.next];
        self.next += 1;
        self.left -= 1;
        word
    }

    /// The next words, at least one and at most `limit`, as far as the block reaches. `limit` is not zero.
    pub(super) fn take(&mut self, limit: usize) -> &[u32] {
        self.ensure_words();
        self.advance(limit.min(self.left - 1))
    }

    /// Like `take` for pairs of words: at most `limit` pairs; none if a single word is left in the block.
    pub(super) fn take_pairs(&mut self, limit: usize) -> &[[u32; 2]] {
        self.ensure_words();
        let n_pairs = limit.min((self.left - 1) / 2);
        self.advance(2 * n_pairs).as_chunks().0
    }

    fn advance(&mut self, n_words: usize) -> &[u32] {
        let start = self.next;
        self.next += n_words;
        self.left -= n_words;
        &self.words[start..self.next]
    }

    fn ensure_words(&mut self) {
        if self.left == 1 {
            self.next_block();
        }
    }

    fn next_block(&mut self) {
        let state = &mut self.state;
        // Constant bounds over one array: the compiler sees the distance between the reads and the write, and
        // turns each loop into vector code. The usual form with indices modulo 624 stays scalar.
        for index in 0..N_WORDS - OFFSET {
            state[index] = state[index + OFFSET] ^ twist(state[index], state[index + 1]);
        }
        for index in N_WORDS - OFFSET..N_WORDS - 1 {
            state[index] = state[index + OFFSET - N_WORDS] ^ twist(state[index], state[index + 1]);
        }
        state[N_WORDS - 1] = state[OFFSET - 1] ^ twist(state[N_WORDS - 1], state[0]);
        for (word, &raw) in self.words.iter_mut().zip(state.iter()) {
            *word = temper(raw);
        }
        self.next = 0;
        self.left = N_WORDS + 1;
    }
}

fn twist(upper: u32, lower: u32) -> u32 {
    let mixed = (upper & 0x8000_0000) | (lower & 0x7fff_ffff);
    (mixed >> 1) ^ ((lower & 1).wrapping_neg() & 0x9908_b0df)
}

fn temper(raw: u32) -> u32 {
    let mut word = raw;
    word ^= word >> 11;
    word ^= (word << 7) & 0x9d2c_5680;
    word ^= (word << 15) & 0xefc6_0000;
    word ^ (word >> 18)
}
