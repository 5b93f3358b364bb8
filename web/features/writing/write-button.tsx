import { Button } from '@mantine/core'
import { IconMessagePlus } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { writingWords } from './labels.ts'
import { rememberChat } from './last-chat.ts'
import type { WritableChat } from './use-writing.ts'
import { WriteDialog } from './write-dialog.tsx'
import classes from './writing.module.css'

/** Writes to a contact: in its open conversation, in the last one, or, where there is none, right here. */
export function WriteButton({ contact }: { contact: { id: number; name: string } }): ReactElement {
  const say = useWords(writingWords)
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const onChat = (chat: WritableChat): boolean => {
    rememberChat(contact.id, chat.id)
    const number = chat.openNumber ?? chat.lastNumber
    if (number !== null) void router.navigate({ href: `/imbox/${number}` })
    return number !== null
  }
  return (
    <>
      <Button
        className={classes.linkButton}
        variant="light"
        size="xs"
        leftSection={<IconMessagePlus size={16} stroke={1.75} aria-hidden />}
        aria-label={say('write.to', { name: contact.name })}
        onClick={() => setOpen(true)}
      >
        {say('write.do')}
      </Button>
      <WriteDialog contactId={isOpen ? contact.id : null} onClose={() => setOpen(false)} onChat={onChat} />
    </>
  )
}
