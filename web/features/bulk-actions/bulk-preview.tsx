import { Text } from '@mantine/core'
import type { ReactElement } from 'react'
import { undoableKinds } from '#contract/bulk-actions'
import type { BulkKind } from '#contract/bulk-actions'
import { errorText } from '../../lib/error-text.ts'
import { useWords } from '../../lib/words.ts'
import { bulkWords } from './labels.ts'
import type { Preview } from './use-bulk-preview.ts'
import classes from './bulk.module.css'

/** How many are taken in, what of them stays as it is and why, and whether there is a way back. */
export function BulkPreview({ kind, preview }: { kind: BulkKind; preview: Preview }): ReactElement {
  const say = useWords(bulkWords)
  const { data, error } = preview
  if (error) {
    return (
      <Text size="sm" c="var(--danger)" role="alert">
        {errorText(error)}
      </Text>
    )
  }
  if (!data) return <Text size="sm">{say('bulk.counting')}</Text>
  const left = data.skipped.reduce((sum, { count }) => sum + count, 0)
  return (
    <div aria-live="polite">
      <Text size="sm" fw={600}>
        {say(data.hasMore ? 'bulk.ask.takenMore' : 'bulk.ask.taken', { count: data.total })}
      </Text>
      {left > 0 && (
        <>
          <Text size="sm" mt={4}>
            {preview.canStart ? say('bulk.ask.left', { count: left }) : say('bulk.ask.noneLeft')}
          </Text>
          <ul className={classes.reasons}>
            {data.skipped.map(({ reason, count }) => (
              <li key={reason}>{say('bulk.ask.leftOf', { reason: say(`bulk.reason.${reason}`), count })}</li>
            ))}
          </ul>
        </>
      )}
      <Text size="sm" mt="sm" c="var(--text-2)">
        {say(
          kind === 'close'
            ? 'bulk.ask.forGood'
            : undoableKinds.includes(kind)
              ? 'bulk.ask.undo'
              : 'bulk.ask.noUndo',
        )}
      </Text>
      {kind === 'close' && (
        <Text size="sm" c="var(--text-2)">
          {say('bulk.ask.written')}
        </Text>
      )}
    </div>
  )
}
