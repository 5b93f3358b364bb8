export type EmbeddedPostgresProblem =
  | 'unsupported_platform'
  | 'binaries_missing'
  | 'no_unprivileged_user'
  | 'folder_not_accessible'
  | 'other_major_version'
  | 'credentials_missing'
  | 'in_use'
  | 'initialisation_failed'
  | 'start_failed'
  | 'stop_failed'
  | 'russian_text_unsupported'

/** A reason for which the embedded database cannot serve, in words meant for the person at the console. */
export class EmbeddedPostgresError extends Error {
  readonly problem: EmbeddedPostgresProblem

  constructor(problem: EmbeddedPostgresProblem, message: string) {
    super(message)
    this.name = 'EmbeddedPostgresError'
    this.problem = problem
  }
}
