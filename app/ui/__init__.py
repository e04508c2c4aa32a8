"""Everything with Qt. Widgets name services and queries; the task runner adds the store on the database thread."""
