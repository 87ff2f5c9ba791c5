//! A folder: the module that writes sites writes this one too, so a cut leaves it whole.

use std::path::PathBuf;

use super::record::{Changes, RECORD, Record};
use super::{Carrier, NotPublished, Publication, Standing};
use crate::build::is_apart;
use crate::locale::message;
use crate::source::Hash;
use crate::write::{self, Class, FileContent, OutputError, OutputFile, WriteError};

/// A folder that a site is copied into.
pub(super) struct Folder<'p> {
    pub(super) publication: &'p Publication<'p>,
    pub(super) folder: PathBuf,
}

impl Carrier for Folder<'_> {
    fn standing(&self) -> Result<Standing, NotPublished> {
        let shown = self.folder.display().to_string();
        if !is_apart(self.publication.book, &self.folder, self.publication.output) {
            return Err(NotPublished::new(message!("publish.inside", folder = shown), message!("publish.help-inside")));
        }
        if !self.folder.parent().is_none_or(|parent| parent.is_dir()) {
            return Err(NotPublished::new(
                message!("publish.no-folder", folder = shown),
                message!("publish.help-no-folder"),
            ));
        }
        let text = write::text_of(&self.folder, RECORD).map_err(|error| failed(&error))?;
        Ok(match text.map(|text| Record::parse(&text)) {
            Some(Some(record)) => Standing::Known(record),
            Some(None) => Standing::Unreadable,
            None if write::is_empty(&self.folder).map_err(|error| failed(&error))? => Standing::Empty,
            None => Standing::Foreign,
        })
    }

    fn send(&self, _: &Record, _: &Changes, adopt: bool) -> Result<(), NotPublished> {
        if adopt {
            write::adopt(&self.folder).map_err(|error| failed(&error))?;
        }
        let Publication { files, .. } = self.publication;
        let site = files.iter().map(|file| OutputFile {
            path: file.path.clone(),
            hash: Hash::from_hex(&file.hash).ok(),
            class: file.phase,
        });
        let record = OutputFile { path: RECORD.to_owned(), hash: None, class: Class::Seal };
        let entries: Vec<OutputFile> = site.chain([record]).collect();
        let text = self.publication.record().text();
        let copied = write::write::<std::convert::Infallible>(&self.folder, &entries, |index| {
            Ok(match files.get(index) {
                Some(file) => FileContent::File(self.publication.disk(&file.path)),
                None => FileContent::Bytes(text.clone().into_bytes()),
            })
        });
        match copied {
            Ok(_) => Ok(()),
            Err(WriteError::Output(error)) => Err(failed(&error)),
            Err(WriteError::Unfinished(error)) => Err(NotPublished { is_begun: true, ..failed(&error) }),
            Err(WriteError::Render(never)) => match never.into_iter().next() {
                Some(never) => match never {},
                None => Ok(()),
            },
        }
    }
}

/// A fault of the disk, in the words in which a build reports it.
fn failed(error: &OutputError) -> NotPublished {
    let fault = error.diagnostic();
    let help = fault.help.unwrap_or_else(|| message!("unwritable-output.help"));
    NotPublished::new(fault.message, help)
}
