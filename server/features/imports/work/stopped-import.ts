import type { FileProblem } from '#contract/imports'

/** An import cannot go on, and will not by itself. */
export class StoppedImport extends Error {
  readonly code: FileProblem

  constructor(code: FileProblem) {
    super(code)
    this.code = code
  }
}
