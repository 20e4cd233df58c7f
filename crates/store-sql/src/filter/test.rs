//! One test of one value.

use spanwell_query::{Test, TextComparator};

use super::Compiler;

impl Compiler<'_, '_> {
    /// A test of a text; `value` is the SQL of the text, NULL when it is missing.
    pub(super) fn text_test(&mut self, value: &str, test: &Test) {
        match test {
            Test::Number(..) => {
                self.sql.push("0");
            }
            Test::Text(comparator, text) => self.text_comparison(value, *comparator, text),
            Test::In(list) => self.list(value, " IN (", list),
            Test::NotIn(list) => self.list(value, " NOT IN (", list),
            Test::IsNull => {
                self.sql.push(value).push(" IS NULL");
            }
            Test::IsNotNull => {
                self.sql.push(value).push(" IS NOT NULL");
            }
        }
    }

    /// A test of a number; `value` is the SQL of the number, NULL when it is missing.
    pub(super) fn number_test(&mut self, value: &str, test: &Test) {
        match test {
            Test::Number(comparator, number) => {
                self.sql.push(value).push(" ").push(comparator.symbol()).push(" ").bind(number.get());
            }
            Test::Text(..) | Test::In(_) | Test::NotIn(_) => {
                self.sql.push("0");
            }
            Test::IsNull => {
                self.sql.push(value).push(" IS NULL");
            }
            Test::IsNotNull => {
                self.sql.push(value).push(" IS NOT NULL");
            }
        }
    }

    fn text_comparison(&mut self, value: &str, comparator: TextComparator, text: &str) {
        let function = match comparator {
            TextComparator::Equal | TextComparator::NotEqual => {
                self.sql.push(value).push(" ").push(comparator.symbol()).push(" ").bind(text.to_owned());
                return;
            }
            TextComparator::Like => "text_like",
            TextComparator::ILike => "text_ilike",
            TextComparator::RLike => "text_rlike",
        };
        self.sql.push(function).push("(").bind(text.to_owned()).push(", ").push(value).push(")");
    }

    fn list(&mut self, value: &str, operator: &str, list: &[String]) {
        self.sql.push(value).push(operator);
        for (index, item) in list.iter().enumerate() {
            if index > 0 {
                self.sql.push(", ");
            }
            self.sql.bind(item.clone());
        }
        self.sql.push(")");
    }

    /// A test of one of several values: `rows` is the SQL of a subquery up to its condition (`SELECT 1 FROM … WHERE …`), to
    /// which `test` of `value` is added.
    pub(super) fn any_of(&mut self, rows: &str, value: &str, test: &Test) {
        self.sql.push(if *test == Test::IsNull { "NOT EXISTS (" } else { "EXISTS (" }).push(rows);
        if !matches!(test, Test::IsNull | Test::IsNotNull) {
            self.sql.push(" AND ");
            self.text_test(value, test);
        } else {
            self.sql.push(" AND ").push(value).push(" IS NOT NULL");
        }
        self.sql.push(")");
    }
}
