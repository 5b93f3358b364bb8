import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { composerWords } from './labels.ts'
import type { ReplyTo } from './use-composer.ts'
import classes from './composer.module.css'

/** The message one answers, above the field. */
export function ComposerQuote({
  replyTo,
  onRemove,
}: {
  replyTo: ReplyTo
  onRemove: () => void
}): ReactElement {
  const say = useWords(composerWords)
  return (
    <div className={classes.quote}>
      <div className={classes.quoteText}>
        <div className={classes.quoteName}>
          {replyTo.authorName === null
            ? say('comp.quote.some')
            : say('comp.quote', { name: replyTo.authorName })}
        </div>
        <bdi className={classes.quoteWords}>{replyTo.text}</bdi>
      </div>
      <ActionIcon size={24} aria-label={say('comp.quote.remove')} onClick={onRemove}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  )
}
