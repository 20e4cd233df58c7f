//! The sets of comparators that keys share.

use crate::clause::Comparator::{
    self, Equal, Greater, GreaterOrEqual, ILike, In, IsNotNull, IsNull, Less, LessOrEqual, Like, NotEqual,
    NotIn, RLike,
};
use crate::clause::{Rules, Values};

const ANY_TEXT: Values = Values::Text(&[]);

const NUMBERS: &[Comparator] = &[Greater, GreaterOrEqual, Equal, NotEqual, Less, LessOrEqual];

/// Text that is always there.
pub(crate) const TEXT: Rules =
    Rules { comparators: &[Equal, NotEqual, In, NotIn, Like, ILike, RLike], values: ANY_TEXT };

/// Text that may be missing.
pub(crate) const OPTIONAL_TEXT: Rules = Rules {
    comparators: &[Equal, NotEqual, In, NotIn, Like, ILike, RLike, IsNull, IsNotNull],
    values: ANY_TEXT,
};

/// Text of which only one exact value can be asked.
pub(crate) const EXACT_TEXT: Rules = Rules { comparators: &[Equal], values: ANY_TEXT };

/// Long text in which something is looked for.
pub(crate) const SEARCHED_TEXT: Rules = Rules { comparators: &[Like, ILike], values: ANY_TEXT };

/// MLflow's metadata keys that its server spreads over columns.
pub(crate) const RESERVED_METADATA: Rules =
    Rules { comparators: &[Equal, NotEqual, IsNull, IsNotNull], values: ANY_TEXT };

/// Feedback and expectations.
pub(crate) const ASSESSMENT: Rules = Rules {
    comparators: &[
        Greater,
        GreaterOrEqual,
        Less,
        LessOrEqual,
        Equal,
        NotEqual,
        In,
        NotIn,
        Like,
        ILike,
        RLike,
        IsNull,
        IsNotNull,
    ],
    values: Values::Assessment,
};

/// `prompt = 'name/version'`.
pub(crate) const PROMPT: Rules = Rules { comparators: &[Equal], values: Values::Prompt };

/// A number that MLflow also takes in quotes.
pub(crate) const TIME: Rules =
    Rules { comparators: NUMBERS, values: Values::Number { quoted: true, duration: false } };

/// Milliseconds, or a number with a unit.
pub(crate) const DURATION: Rules =
    Rules { comparators: NUMBERS, values: Values::Number { quoted: true, duration: true } };

/// A plain number that is always there.
pub(crate) const NUMBER: Rules =
    Rules { comparators: NUMBERS, values: Values::Number { quoted: false, duration: false } };

/// A plain number that may be missing.
pub(crate) const OPTIONAL_NUMBER: Rules = Rules {
    comparators: &[Greater, GreaterOrEqual, Equal, NotEqual, Less, LessOrEqual, IsNull, IsNotNull],
    values: Values::Number { quoted: false, duration: false },
};

/// Text keys of experiments.
pub(crate) const PLAIN_TEXT: Rules = Rules { comparators: &[Equal, NotEqual, Like, ILike], values: ANY_TEXT };

/// Text keys of experiments that take lists.
pub(crate) const PLAIN_TEXT_LIST: Rules =
    Rules { comparators: &[Equal, NotEqual, Like, ILike, In, NotIn], values: ANY_TEXT };

/// Tags of experiments.
pub(crate) const PLAIN_TAG: Rules =
    Rules { comparators: &[Equal, NotEqual, Like, ILike, IsNull, IsNotNull], values: ANY_TEXT };

/// Text with the same comparators as [`TEXT`] and these usual values.
pub(crate) const fn text_of(words: &'static [&'static str]) -> Rules {
    Rules { comparators: TEXT.comparators, values: Values::Text(words) }
}

/// One of these exact values.
pub(crate) const fn exact_of(words: &'static [&'static str]) -> Rules {
    Rules { comparators: EXACT_TEXT.comparators, values: Values::Text(words) }
}
