//! Legal forms of companies: `Ltd`, `GmbH`.

use crate::word_list;

word_list! {
    /// The list: `company_forms.txt`.
    static COMPANY_FORMS = "company_forms.txt" {
        /// Left out of the words by which an institution is compared and stored.
        KEY = "key",
        /// No part of a company's name where mentions of one article are compared.
        FORM = "form",
    }
}
