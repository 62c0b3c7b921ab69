//! Templates: the only module that knows tera.
//!
//! In: template texts of a language, views that hold final spellings. Out: text. No template makes a decision: a tidy
//! test holds that.

use serde::Serialize;
use tera::{Context, Tera};

/// The templates of one language.
pub(super) struct Templates {
    tera: Tera,
}

impl Templates {
    /// Loads templates; a name that is missing or a component that is called wrongly is found here.
    ///
    /// # Panics
    /// If a template of ours is malformed: every test that generates anything would fail.
    #[must_use]
    pub(super) fn load(files: &[(&'static str, &'static str)]) -> Self {
        let mut tera = Tera::default();
        // Nothing is HTML: each language escapes with its own function before a text gets here.
        tera.autoescape_on(Vec::<&'static str>::new());
        tera.add_raw_templates(files.iter().copied())
            .unwrap_or_else(|error| panic!("a template is malformed: {error}"));
        Self { tera }
    }

    /// Prints a view by a template.
    ///
    /// # Panics
    /// If the view has not what the template names.
    #[must_use]
    pub(super) fn print(&self, template: &str, view: &impl Serialize) -> String {
        self.tera
            .render(template, &context(view))
            .unwrap_or_else(|error| panic!("{template}: {error}"))
    }

    /// Prints a fragment by its component, without line ends around it.
    ///
    /// # Panics
    /// If the component takes other parameters.
    #[must_use]
    pub(super) fn fragment(&self, component: &str, view: &impl Serialize) -> String {
        let text = self.tera.render_component(component, &context(view), None, false);
        text.unwrap_or_else(|error| panic!("{component}: {error}")).trim_matches('\n').to_owned()
    }
}

fn context(view: &impl Serialize) -> Context {
    Context::from_serialize(view)
        .unwrap_or_else(|error| panic!("a view is a struct with named fields: {error}"))
}
