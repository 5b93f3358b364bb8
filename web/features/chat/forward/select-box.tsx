import { Checkbox } from '@mantine/core'
import type { ReactElement } from 'react'
import { forwardRefusal, mostForwarded } from '#contract/forwards'
import type { MessageView } from '#contract/messages'
import { useWords } from '../../../lib/words.ts'
import { failureToast } from '../../../ui/toasts.tsx'
import { chatWords } from '../labels.ts'
import { forwardWords } from './labels.ts'
import { useSelection } from './message-selection.ts'
import classes from './select-box.module.css'

/** Beside a message while messages are being chosen; one that cannot be forwarded says why. */
export function SelectBox({ message }: { message: MessageView }): ReactElement | null {
  const say = useWords(forwardWords)
  const sayChat = useWords(chatWords)
  const { selection, ids } = useSelection()
  if (!selection || ids.size === 0) return null
  const refusal = forwardRefusal(message)
  return (
    <span className={classes.box} data-way={message.direction}>
      <Checkbox
        checked={ids.has(message.id)}
        disabled={refusal !== null}
        aria-label={say('fwd.select')}
        title={refusal === null ? undefined : sayChat(`msg.no.${refusal}`)}
        onChange={() => {
          if (!selection.toggle(message.id)) failureToast(say('fwd.most', { count: mostForwarded }))
        }}
      />
    </span>
  )
}
