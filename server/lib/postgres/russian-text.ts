import type { ClientBase } from 'pg'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

/**
 * Asserts that the database understands Russian: a database made with a bare "C" locale answers every search in
 * Cyrillic with nothing, and says nothing about it. Creates the extension pg_trgm if it is not there.
 */
export async function assertRussianText(client: ClientBase): Promise<void> {
  await client.query('create extension if not exists pg_trgm')
  const { rows } = await client.query<{ trigrams: boolean; stems: boolean; encoding: string }>(
    `select show_trgm('привет') <> '{}' as trigrams,
            to_tsvector('russian', 'привет') <> ''::tsvector as stems,
            current_setting('server_encoding') as encoding`,
  )
  const found = rows[0]
  if (found?.trigrams && found.stems && found.encoding === 'UTF8') return
  throw new EmbeddedPostgresError(
    'russian_text_unsupported',
    `This database cannot search Russian text (encoding ${found?.encoding}, trigrams ${found?.trigrams ? 'work' : 'do not work'}, ` +
      `stemmer ${found?.stems ? 'works' : 'does not work'}). Create it with encoding UTF8 and a UTF-8 locale such as C.UTF-8.`,
  )
}
