//! PyTorch's overloads by schema: names, types and defaults of their arguments.
//!
//! The schemas themselves are the lines of `aten/schemas.txt`, as PyTorch writes them; [`schemas`] reads them once.

use std::sync::LazyLock;

mod parse;

/// What one value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Base {
    /// A tensor, or a number that takes its place.
    Tensor,
    /// A number that keeps its own type.
    Scalar,
    /// A whole number.
    Int,
    /// A floating number; whole ones are converted.
    Float,
    /// A truth value.
    Bool,
    /// A text.
    Text,
    /// A dtype.
    DType,
    /// A device.
    Device,
    /// A layout.
    Layout,
    /// A memory format.
    MemoryFormat,
    /// A generator of random numbers.
    Generator,
}

/// Whether an argument is a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Count {
    /// One value.
    One,
    /// Any number of values.
    Many,
    /// So many values; one value stands for all of them.
    Fixed(usize),
}

/// Type of an argument or a result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Type {
    /// What one value is.
    pub base: Base,
    /// Whether it is a list.
    pub count: Count,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether members of the list may be left out.
    pub optional_members: bool,
}

/// The value of an argument that a call leaves out.
#[derive(Clone, PartialEq, Debug)]
pub enum Default {
    /// Nothing.
    None,
    /// A truth value.
    Bool(bool),
    /// A whole number; that of a dtype or memory format is PyTorch's code.
    Int(i64),
    /// A number with a point or an exponent.
    Float(f64),
    /// A list of whole numbers.
    Ints(Vec<i64>),
    /// A text.
    Text(&'static str),
}

/// One argument of an overload.
#[derive(Clone, PartialEq, Debug)]
pub struct Parameter {
    /// PyTorch's name.
    pub name: &'static str,
    /// What it takes.
    pub kind: Type,
    /// Its value where a call leaves it out.
    pub default: Option<Default>,
    /// Whether it is given by name only.
    pub keyword_only: bool,
    /// Whether the call writes it.
    pub written: bool,
}

/// One overload.
#[derive(Clone, PartialEq, Debug)]
pub struct Schema {
    /// `name.overload`; the nameless overload is `default`.
    pub name: &'static str,
    /// Arguments in order.
    pub parameters: Vec<Parameter>,
    /// Types of the results in order.
    pub returns: Vec<Type>,
}

impl Schema {
    /// Position of an argument.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.parameters.iter().position(|parameter| parameter.name == name)
    }

    /// `add_` of `add_.Tensor`.
    pub fn operator(&self) -> &'static str {
        self.name.split('.').next().unwrap_or(self.name)
    }
}

/// Every overload, by name. Lines that cannot be read are left out; a test finds that there are none.
pub fn schemas() -> &'static [Schema] {
    static SCHEMAS: LazyLock<Vec<Schema>> = LazyLock::new(|| {
        let mut schemas: Vec<Schema> = lines().filter_map(parse::schema).collect();
        schemas.sort_by_key(|schema| schema.name);
        schemas
    });
    &SCHEMAS
}

/// The overload of this `name.overload`.
pub fn schema(name: &str) -> Option<&'static Schema> {
    let at = schemas().binary_search_by(|schema| schema.name.cmp(name)).ok()?;
    schemas().get(at)
}

fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("aten/schemas.txt").lines()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let unread: Vec<&str> = lines().filter(|line| parse::schema(line).is_none()).collect();
        assert_eq!(unread, Vec::<&str>::new());
        assert_eq!(schemas().len(), lines().count());
    }

    #[test]
    fn a_schema_keeps_what_its_line_says() {
        let Some(pool) = schema("avg_pool2d.default") else { panic!("no schema") };
        assert_eq!(pool.parameters.len(), 7);
        assert_eq!(pool.parameters[2].name, "stride");
        assert_eq!(pool.parameters[2].kind.count, Count::Fixed(2));
        assert_eq!(pool.parameters[2].default, Some(Default::Ints(Vec::new())));
        assert_eq!(pool.parameters[5].default, Some(Default::Bool(true)));
        let Some(add) = schema("add_.Tensor") else { panic!("no schema") };
        assert!(add.parameters[0].written && !add.parameters[1].written);
        assert!(add.parameters[2].keyword_only && !add.parameters[1].keyword_only);
        assert_eq!(add.parameters[2].default, Some(Default::Int(1)));
        let Some(put) = schema("index_put.default") else { panic!("no schema") };
        assert!(put.parameters[1].kind.optional_members && !put.parameters[1].kind.optional);
        let Some(sort) = schema("sort.stable") else { panic!("no schema") };
        assert_eq!(sort.returns.len(), 2);
        assert!(sort.parameters[1].keyword_only && sort.parameters[1].default.is_none());
        let Some(split) = schema("split.Tensor") else { panic!("no schema") };
        assert_eq!(split.returns[0].count, Count::Many);
        let Some(norm) = schema("linalg_matrix_norm.str_ord") else { panic!("no schema") };
        assert_eq!(norm.parameters[1].default, Some(Default::Text("fro")));
        assert_eq!(norm.parameters[2].default, Some(Default::Ints(vec![-2, -1])));
    }
}
