import type { ReactElement } from 'react'
import { useWords } from '../lib/words.ts'
import classes from './chat-lines.module.css'

/** Above the first message one has not read. */
export function NewMessagesLine(): ReactElement {
  const say = useWords()
  return (
    <div className={`${classes.line} ${classes.new}`} role="separator">
      {say('talk.unreadline')}
    </div>
  )
}
