/** A result with the words the Bot API puts beside it. */
export class Described {
  readonly result: unknown
  readonly description: string

  constructor(result: unknown, description: string) {
    this.result = result
    this.description = description
  }
}

/** A result that is JSON text already: updates are kept so. */
export class RawJson {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}
