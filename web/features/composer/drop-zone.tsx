import { IconUpload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { DragEvent, ReactElement, ReactNode } from 'react'
import type { ChatView } from '#contract/messages'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { maxFiles } from './composer-files.ts'
import { composerWords } from './labels.ts'
import classes from './composer.module.css'

type DropZoneProps = {
  /** Where the files would go; null when they cannot. */
  chat: ChatView | null
  /** For what does not go to the client: said instead of the channel and its limits. */
  words?: string | null
  className?: string
  onDrop: (files: File[]) => void
  children: ReactNode
}

/** The whole chat takes files dragged onto it. */
export function DropZone({ chat, words = null, className, onDrop, children }: DropZoneProps): ReactElement {
  const [isOver, setOver] = useState(false)
  const depth = useRef(0)
  const takes = (event: DragEvent): boolean =>
    (chat !== null || words !== null) && event.dataTransfer.types.includes('Files')
  const leave = (): void => {
    depth.current = 0
    setOver(false)
  }
  return (
    <div
      className={className}
      onDragEnter={(event) => {
        if (!takes(event)) return
        event.preventDefault()
        depth.current += 1
        setOver(true)
      }}
      onDragOver={(event) => {
        if (!takes(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDragLeave={() => {
        depth.current -= 1
        if (depth.current <= 0) leave()
      }}
      onDrop={(event) => {
        if (!takes(event)) return
        event.preventDefault()
        leave()
        onDrop([...event.dataTransfer.files])
      }}
    >
      {children}
      {isOver && words !== null && <DropWords>{words}</DropWords>}
      {isOver && words === null && chat && <DropHint chat={chat} />}
    </div>
  )
}

function DropHint({ chat }: { chat: ChatView }): ReactElement {
  const say = useWords(composerWords)
  const format = useFormat()
  const limit = format.size(chat.channel.capabilities.maxFileBytes)
  return <DropWords>{say('comp.drop.sub', { count: maxFiles, limit, channel: chat.channel.name })}</DropWords>
}

function DropWords({ children }: { children: ReactNode }): ReactElement {
  const say = useWords(composerWords)
  return (
    <div className={classes.drop}>
      <IconUpload size={28} />
      <div className={classes.dropTitle}>{say('comp.drop')}</div>
      <div>{children}</div>
    </div>
  )
}
