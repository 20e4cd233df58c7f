//! The tree of `AND`, `OR` and `NOT` over the leaves of any grammar.

use std::fmt;

/// Conditions joined by `AND`, `OR` and `NOT`.
///
/// Logic is two-valued: a comparison with something that is not there does not hold, and its `NOT` holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression<Leaf> {
    /// All of them hold. Made by [`Expression::all`]: two or more, none of them `All`.
    All(Vec<Self>),
    /// At least one of them holds. Made by [`Expression::any`]: two or more, none of them `Any`.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// One condition.
    Leaf(Leaf),
}

impl<Leaf> Expression<Leaf> {
    /// All of `children` hold; one child is itself, nested `All`s become one. No child at all holds always.
    pub fn all(children: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(children.len());
        for child in children {
            match child {
                Self::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::All(flat) }
    }

    /// One of `children` holds; one child is itself, nested `Any`s become one. No child at all holds never.
    pub fn any(children: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(children.len());
        for child in children {
            match child {
                Self::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::Any(flat) }
    }

    /// The opposite of `child`.
    pub fn negate(child: Self) -> Self {
        Self::Not(Box::new(child))
    }

    /// Whether the expression holds, when `leaf` says which leaves do.
    pub fn holds(&self, leaf: &mut dyn FnMut(&Leaf) -> bool) -> bool {
        match self {
            Self::All(children) => children.iter().all(|child| child.holds(leaf)),
            Self::Any(children) => children.iter().any(|child| child.holds(leaf)),
            Self::Not(child) => !child.holds(leaf),
            Self::Leaf(condition) => leaf(condition),
        }
    }

    /// The leaves, from left to right.
    pub fn leaves(&self) -> Vec<&Leaf> {
        let mut leaves = Vec::new();
        self.collect(&mut leaves);
        leaves
    }

    fn collect<'a>(&'a self, leaves: &mut Vec<&'a Leaf>) {
        match self {
            Self::All(children) | Self::Any(children) => {
                children.iter().for_each(|child| child.collect(leaves))
            }
            Self::Not(child) => child.collect(leaves),
            Self::Leaf(leaf) => leaves.push(leaf),
        }
    }

    /// The filter text of the expression, with `write` for its leaves and the fewest parentheses.
    pub(crate) fn print(
        &self,
        f: &mut fmt::Formatter<'_>,
        write: &dyn Fn(&Leaf, &mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        match self {
            Self::All(children) => join(f, children, " AND ", &|child, f| child.print_inside_and(f, write)),
            Self::Any(children) => join(f, children, " OR ", &|child, f| child.print(f, write)),
            Self::Not(child) => {
                f.write_str("NOT ")?;
                match **child {
                    Self::All(_) | Self::Any(_) => child.print_in_parentheses(f, write),
                    Self::Not(_) | Self::Leaf(_) => child.print(f, write),
                }
            }
            Self::Leaf(leaf) => write(leaf, f),
        }
    }

    fn print_inside_and(
        &self,
        f: &mut fmt::Formatter<'_>,
        write: &dyn Fn(&Leaf, &mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        match self {
            Self::Any(_) => self.print_in_parentheses(f, write),
            _ => self.print(f, write),
        }
    }

    fn print_in_parentheses(
        &self,
        f: &mut fmt::Formatter<'_>,
        write: &dyn Fn(&Leaf, &mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        f.write_str("(")?;
        self.print(f, write)?;
        f.write_str(")")
    }
}

fn join<T>(
    f: &mut fmt::Formatter<'_>,
    items: &[T],
    between: &str,
    write: &dyn Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        write(item, f)?;
    }
    Ok(())
}
