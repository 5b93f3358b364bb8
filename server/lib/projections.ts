import type pg from 'pg'

/**
 * Something that is kept although it follows from rows. `wrong` selects what does not agree with its rows: account_id, id,
 * kept and counted, of all accounts; it has to be one statement, so that it sees one moment.
 */
export type Projection = { what: string; wrong: string }

export type WrongProjection = { what: string; count: number; examples: string[] }

const mostExamples = 3

/** Looks at everything that is kept beside the rows it follows from. @returns what is wrong, nothing when all is well. */
export async function findWrongProjections(
  pool: Pick<pg.ClientBase, 'query'>,
  projections: readonly Projection[],
): Promise<WrongProjection[]> {
  const found: WrongProjection[] = []
  for (const { what, wrong } of projections) {
    const { rows } = await pool.query<{ example: string; count: number }>(
      `select count(*) over ()::int as count, format('account %s, %s: kept %s, should be %s', w.account_id, w.id,
        coalesce(w.kept::text, 'nothing'), coalesce(w.counted::text, 'nothing')) as example
        from (${wrong}) w limit ${mostExamples}`,
    )
    const [first] = rows
    if (first) found.push({ what, count: first.count, examples: rows.map((row) => row.example) })
  }
  return found
}
