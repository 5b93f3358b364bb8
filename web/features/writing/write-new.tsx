import { ActionIcon, Tooltip } from '@mantine/core'
import { IconEdit } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { writingWords } from './labels.ts'
import { WriteToClient } from './write-to-client.tsx'

type WriteNewProps = {
  /** Under which head the list of keys has its key. */
  title: string
  onNumber: (number: number) => void
}

/** A message to a client who is not before one: a button and the key C. */
export function WriteNew({ title, onNumber }: WriteNewProps): ReactElement | null {
  const say = useWords(writingWords)
  const { rights } = useSession()
  const [isOpen, setOpen] = useState(false)
  useHotkeys(
    title,
    rights.answersClients ? [{ keys: 'c', label: say('write.new'), run: () => setOpen(true) }] : [],
  )
  if (!rights.answersClients) return null
  return (
    <>
      <Tooltip label={`${say('write.new')} · C`}>
        <ActionIcon aria-label={say('write.new')} onClick={() => setOpen(true)}>
          <IconEdit size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <WriteToClient isOpen={isOpen} onClose={() => setOpen(false)} onNumber={onNumber} />
    </>
  )
}
