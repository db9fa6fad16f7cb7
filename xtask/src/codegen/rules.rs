//! The rules of optimisers, over lanes and as CUDA C: `crates/ops/src/generated/rules.rs`.
use cresset_optable::function::{Binary, Unary};
use cresset_optable::{Calls, Leaf, Program, ROUNDED, Rule, STEP, Step};

use super::formulas::{Fused, computes, lane, number, texts};
use super::kernels::{arithmetic, c_step, compared, joined};
use super::{Files, camel, header};

pub fn write(rules: &[Rule], files: &mut Files) {
    let parts: Vec<Parts> = rules.iter().map(Parts::of).collect();
    let most = |count: &dyn Fn(&Parts) -> usize| parts.iter().map(count).max().unwrap_or(0);
    let variants: String = rules.iter().map(variant).collect();
    let arms: String = rules.iter().map(arm).collect();
    let rows: String = parts.iter().map(Parts::row).collect();
    let text = format!(
        "{header}use crate::optimizer::rule::{{Body, Options, Row, options}};
        use crate::simd::Float;

        /// The most options and flags of a rule.
        pub(crate) const MOST_OPTIONS: usize = {most_options};
        /// The most numbers that all elements of a parameter share.
        pub(crate) const MOST_NUMBERS: usize = {most_numbers};

        /// What a step does to each element of a parameter and of its states, which stand in the order named here.
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[allow(missing_docs, reason = \"PyTorch's names\")]
        pub enum Rule {{ {variants} }}

        impl Rule {{
            /// The row, and the options in its order.
            pub(crate) fn parts(&self) -> (&'static Row, Options) {{ match *self {{ {arms} }} }}
        }}

        {rows}",
        header = header("The rules of optimisers."),
        most_options = most(&|parts| parts.numbers.len() - 1),
        most_numbers = most(&|parts| parts.shared.len()),
    );
    files.insert("crates/ops/src/generated/rules.rs".to_owned(), text);
}

fn given(rule: &Rule) -> String {
    rule.options.iter().chain(&rule.flags).copied().collect::<Vec<_>>().join(", ")
}

fn variant(rule: &Rule) -> String {
    let states = if rule.states.is_empty() { "none".to_owned() } else { format!("`{}`", rule.states.join("`, `")) };
    let options = rule.options.iter().map(|name| format!("{name}: f64"));
    let flags = rule.flags.iter().map(|name| format!("{name}: bool"));
    let fields: Vec<String> = options.chain(flags).collect();
    format!("/// {} States: {states}.\n{} {{ {} }},\n", rule.doc, camel(rule.name), fields.join(", "))
}

fn arm(rule: &Rule) -> String {
    let options = rule.options.iter().map(|name| (*name).to_owned());
    let flags = rule.flags.iter().map(|name| format!("f64::from({name})"));
    let values: Vec<String> = options.chain(flags).collect();
    format!(
        "Rule::{} {{ {} }} => (&{}, options([{}])),\n",
        camel(rule.name),
        given(rule),
        rule.name.to_uppercase(),
        values.join(", ")
    )
}

/// The steps of a rule's updates, and where each is computed.
struct Parts<'a> {
    rule: &'a Rule,
    program: Program,
    results: Vec<usize>,
    uses: Vec<usize>,
    elements: Vec<Leaf>,
    numbers: Vec<Leaf>,
    /// Whether all elements share a step.
    is_shared: Vec<bool>,
    /// The shared steps that elements read.
    shared: Vec<usize>,
}

impl<'a> Parts<'a> {
    fn of(rule: &'a Rule) -> Parts<'a> {
        let (program, results) = Program::of_exprs(&rule.updates, Calls::Keep);
        let (elements, numbers) = (rule.elements(), rule.numbers());
        let mut is_shared: Vec<bool> = Vec::new();
        for step in program.steps() {
            is_shared.push(match step {
                Step::Leaf(leaf) => numbers.contains(leaf),
                Step::Call(ROUNDED, _) => false,
                step => step.operands().into_iter().all(|operand| is_shared[operand]),
            });
        }
        let read = |step: usize| {
            let readers = program.steps().iter().zip(&is_shared).filter(|(_, shared)| !**shared);
            results.contains(&step) || readers.into_iter().any(|(reader, _)| reader.operands().contains(&step))
        };
        let constant = |step: usize| matches!(program.steps()[step], Step::Constant(_));
        let shared = (0..program.steps().len()).filter(|&step| is_shared[step] && !constant(step) && read(step));
        let shared = shared.collect();
        let mut uses = program.uses();
        results.iter().for_each(|&result| uses[result] += 1);
        Parts { rule, uses, results, elements, numbers, is_shared, shared, program }
    }

    fn name(&self, leaf: Leaf) -> String {
        let position = match leaf {
            Leaf::Input(position) => position,
            Leaf::Output | Leaf::Grad => return "?".to_owned(),
        };
        self.rule.input_names()[position].to_owned()
    }

    fn names(&self, leaves: &[Leaf]) -> String {
        leaves.iter().map(|leaf| self.name(*leaf)).collect::<Vec<_>>().join(", ")
    }

    fn is_test(&self, step: usize) -> bool {
        matches!(self.program.steps()[step], Step::Compare(..) | Step::Holds(..) | Step::Join(..) | Step::Not(..))
    }

    /// Lines and texts of the steps of one kind; those of the other kind have the text that `other` gives.
    fn written(
        &self,
        shared: bool,
        keyword: &str,
        text: impl Fn(usize, &[String]) -> Option<String>,
        other: impl Fn(usize) -> String,
    ) -> (String, Vec<String>) {
        let here = |step: usize| self.is_shared[step] == shared;
        let computes = |step: &Step| computes(step) && !matches!(step, Step::Call(..));
        let named = |step: usize| here(step) && self.uses[step] > 1 && computes(&self.program.steps()[step]);
        let constant = |step: usize| matches!(self.program.steps()[step], Step::Constant(_));
        let text = |step: usize, texts: &[String]| match &self.program.steps()[step] {
            Step::Call(ROUNDED, number) => Some(texts[number[0]].clone()),
            _ if here(step) || constant(step) => text(step, texts),
            _ => Some(other(step)),
        };
        texts(&self.program, keyword, named, text).unwrap_or_default()
    }

    /// The body over lanes, the kernel, and the row of both.
    fn row(&self) -> String {
        let (n_arrays, n_numbers) = (self.elements.len(), self.shared.len());
        format!(
            "struct {body};
            impl Body<{n_arrays}, {n_numbers}> for {body} {{
                fn numbers([{given}, ..]: Options, {step}: f64) -> [f64; {n_numbers}] {{ {numbers} }}

                #[inline(always)]
                fn update<V: Float>([{shared}]: [V; {n_numbers}], [{elements}]: [V; {n_arrays}]) -> [V; {n_arrays}] {{
                    {update}
                }}
            }}

            static {constant}: Row = Row::of::<{body}, {n_arrays}, {n_numbers}>(
                {name:?},
                r\"{kernel}\",
            );\n\n",
            body = camel(self.rule.name),
            given = given(self.rule),
            step = if self.program.mentions(STEP) { "step" } else { "_" },
            numbers = self.host_numbers(),
            shared = (0..n_numbers).map(|at| format!("n{at}")).collect::<Vec<_>>().join(", "),
            elements = self.names(&self.elements),
            update = self.lanes(),
            constant = self.rule.name.to_uppercase(),
            name = self.rule.name,
            kernel = self.kernel(),
        )
    }

    /// What all elements share, in f64.
    fn host_numbers(&self) -> String {
        let (lines, texts) = self.written(true, "let", |step, texts| Some(self.host(step, texts)), |_| String::new());
        let value = |&step: &usize| {
            if self.is_test(step) { format!("f64::from({})", bare(&texts[step])) } else { bare(&texts[step]) }
        };
        format!("{lines}[{}]", self.shared.iter().map(value).collect::<Vec<_>>().join(", "))
    }

    fn host(&self, step: usize, texts: &[String]) -> String {
        let infix = |symbol: &str, x: usize, y: usize| format!("({} {symbol} {})", texts[x], texts[y]);
        let text = match self.program.steps()[step] {
            Step::Constant(bits) => number(f64::from_bits(bits)),
            Step::Leaf(leaf) => self.name(leaf),
            Step::Unary(Unary::Neg, x) => format!("(-{})", texts[x]),
            Step::Unary(function, x) => format!("f64::{}({})", function.name(), bare(&texts[x])),
            Step::Binary(function, x, y) => match arithmetic(function) {
                Some(symbol) => infix(symbol, x, y),
                None => {
                    let name = if function == Binary::Pow { "powf" } else { function.name() };
                    format!("f64::{name}({}, {})", bare(&texts[x]), bare(&texts[y]))
                }
            },
            Step::Compare(comparison, x, y) => infix(compared(comparison), x, y),
            Step::Join(connective, x, y) => infix(joined(connective), x, y),
            Step::Holds(predicate, x) => format!("{}.{}()", texts[x], predicate.name()),
            Step::Not(x) => format!("!{}", texts[x]),
            Step::Select(test, x, y) => {
                format!("(if {} {{ {} }} else {{ {} }})", bare(&texts[test]), bare(&texts[x]), bare(&texts[y]))
            }
            Step::Call(row, _) => format!("{row}()"),
        };
        if self.uses[step] > 1 { bare(&text) } else { text }
    }

    /// What is done to lanes.
    fn lanes(&self) -> String {
        let text = |step: usize, texts: &[String]| {
            let fused = Fused::Left.of(&self.program, &self.uses, step);
            Some(lane(&self.program.steps()[step], fused, texts, &|leaf| self.name(leaf)))
        };
        let number = |step: usize| match self.shared.iter().position(|&shared| shared == step) {
            Some(at) if self.is_test(step) => format!("n{at}.ne(V::constant(0.0))"),
            Some(at) => format!("n{at}"),
            None => String::new(),
        };
        let (lines, texts) = self.written(false, "let", text, number);
        let mut results: Vec<&str> = self.results.iter().map(|&result| texts[result].as_str()).collect();
        results.insert(1, "grad");
        format!("{lines}[{}]", results.join(", "))
    }

    /// The rule as a structure of CUDA C, whose elements are of the type `C`.
    fn kernel(&self) -> String {
        let variable = |leaf: Leaf| Some(self.name(leaf));
        let step = |step: usize, texts: &[String]| c_step(&self.program.steps()[step], texts, &variable);
        let (number_lines, number_texts) = self.written(true, "    const auto", step, |_| String::new());
        let fused = |at: usize, texts: &[String]| match Fused::Left.of(&self.program, &self.uses, at) {
            Some([a, b, c]) => Some(format!("multiply_add({}, {}, {})", texts[a], texts[b], texts[c])),
            None => step(at, texts),
        };
        let number = |step: usize| match self.shared.iter().position(|&shared| shared == step) {
            Some(at) if self.is_test(step) => format!("(n[{at}] != C(0))"),
            Some(at) => format!("n[{at}]"),
            None => String::new(),
        };
        let (lines, texts) = self.written(false, "    const auto", fused, number);
        let declared = |leaves: &[Leaf], from: &str| -> String {
            let values = leaves.iter().enumerate().map(|(at, leaf)| format!("{} = {from}[{at}]", self.name(*leaf)));
            values.collect::<Vec<_>>().join(", ")
        };
        let (options, _step) = self.numbers.split_at(self.numbers.len() - 1);
        let numbers: String = (self.shared.iter().enumerate())
            .map(|(at, &step)| format!("    n[{at}] = {};\n", bare(&number_texts[step])))
            .collect();
        let results: String = (self.results.iter().enumerate())
            .map(|(at, &result)| format!("    x[{}] = {};\n", if at == 0 { 0 } else { at + 1 }, bare(&texts[result])))
            .collect();
        format!(
            "struct Rule {{\n  enum {{ n_arrays = {}, n_numbers = {} }};\n  \
             static __device__ void numbers(const double *options, double step, double *n) {{\n    typedef double C;\n    \
             const C {};\n{number_lines}{numbers}  }}\n  \
             static __device__ __forceinline__ void update(const C *n, C *x) {{\n    const C {};\n{lines}{results}  }}\n}};\n",
            self.elements.len(),
            self.shared.len(),
            declared(options, "options"),
            declared(&self.elements, "x"),
        )
    }
}

/// A text without the brackets around the whole of it.
fn bare(text: &str) -> String {
    let mut depth = 0;
    let closes_last = text.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        depth == 0
    });
    match closes_last {
        Some((at, ')')) if text.starts_with('(') && at + 1 == text.len() => text[1..at].to_owned(),
        _ => text.to_owned(),
    }
}
