import pg from 'pg'

export type Statement = pg.QueryConfig & { types: pg.CustomTypesConfig }

/** A connection of pg, and a query that takes its answers one by one: pg's declarations leave these out. */
type Wire = pg.Connection & { sync(): void; submittedNamedStatements?: Record<string, string> }
type Part = Pick<pg.QueryConfig, 'name' | 'text'> & {
  submit(connection: Wire): Error | null
  handleRowDescription(message: unknown): void
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, connection: Wire): void
  handleReadyForQuery(connection: Wire): void
}

/**
 * Statements that travel together, for the `query` of a client of pg: sent in one write, run one after another in one transaction,
 * answered when it is committed. When one fails nothing of them stays, and the connection has to be given up. Statement by
 * statement each would cost a round trip, which on a busy machine is a turn of the scheduler on both sides.
 */
export class Together implements pg.Submittable {
  readonly results: Promise<pg.QueryResult[]>
  readonly #parts: Part[]
  readonly #settle: PromiseWithResolvers<pg.QueryResult[]>
  readonly #got: pg.QueryResult[] = []
  #failure: Error | null = null
  #answered = 0

  constructor(statements: readonly Statement[]) {
    this.#settle = Promise.withResolvers()
    this.results = this.#settle.promise
    this.#parts = statements.map((statement) => this.#partOf(statement))
  }

  /** What pg notes as prepared when PostgreSQL says that it has parsed a statement. */
  get name(): string | undefined {
    return this.#parts[this.#answered]?.name
  }
  get text(): string | undefined {
    return this.#parts[this.#answered]?.text
  }

  submit(connection: Wire): Error | null {
    // Without a sync of their own they are one transaction.
    const open: Wire = Object.create(connection, { sync: { value: () => {} } })
    connection.stream.cork()
    for (const part of this.#parts) {
      const error = part.submit(open) ?? this.#failure
      if (error === null) continue
      // Nothing has left yet, and nothing shall.
      connection.stream.destroy()
      return error
    }
    connection.sync()
    connection.stream.uncork()
    return null
  }

  handleRowDescription(message: unknown): void {
    this.#parts[this.#answered]?.handleRowDescription(message)
  }
  handleDataRow(message: unknown): void {
    this.#parts[this.#answered]?.handleDataRow(message)
  }
  handleCommandComplete(message: unknown, connection: Wire): void {
    this.#parts[this.#answered]?.handleCommandComplete(message, connection)
    this.#answered += 1
  }
  handleReadyForQuery(connection: Wire): void {
    for (const part of this.#parts) part.handleReadyForQuery(connection)
    if (this.#failure) this.#settle.reject(this.#failure)
    else this.#settle.resolve(this.#got)
  }
  /** What came behind the one that failed was not even parsed: it may not be taken for prepared. */
  handleError(error: Error, connection: Wire): void {
    for (const { name } of this.#parts) if (name) delete connection.submittedNamedStatements?.[name]
    this.#settle.reject(error)
  }

  /** `extended`: the short form, for statements without values, would end the transaction. */
  #partOf(statement: Statement): Part {
    const config = { ...statement, queryMode: 'extended' }
    const query = new pg.Query<pg.QueryResultRow, unknown[]>(config, (error, result) => {
      if (error) this.#failure = error
      else this.#got.push(result)
    })
    return query as unknown as Part
  }
}
