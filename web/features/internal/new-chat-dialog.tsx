import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { createGroupChat, openDirectChat } from '#contract/internal'
import type { Principal } from '#contract/participants'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { errorToast } from '../../ui/toasts.tsx'
import { chatsKey } from './internal-cache.ts'
import { internalWords } from './labels.ts'
import { useAddressees } from './people.ts'
import { RecipientsField } from './recipients-field.tsx'

/** One colleague: the chat of two; several, or a group with everybody in it: a chat with a name. */
export function NewChatDialog({ onClose }: { onClose: () => void }): ReactElement {
  const say = useWords(internalWords)
  const client = useQueryClient()
  const router = useRouter()
  const { user, colleagues } = useSession()
  const people = useAddressees()
  const [chosen, setChosen] = useState<Principal[]>([])
  const [name, setName] = useState('')
  const [isTried, setTried] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const [id] = useState(() => crypto.randomUUID())
  const nameField = useRef<HTMLInputElement>(null)
  const userIds = [
    ...new Set(
      chosen.flatMap((one) =>
        one.kind === 'user'
          ? [one.id]
          : colleagues.flatMap((each) => (each.isActive && each.groupId === one.id ? [each.id] : [])),
      ),
    ),
  ].filter((each) => each !== user.id)
  const isDirect = userIds.length === 1
  const needsName = userIds.length > 1
  const groupName = people.find(
    (each) => chosen.length === 1 && each.kind === 'group' && each.id === chosen[0]?.id,
  )
  const open = async (): Promise<void> => {
    setTried(true)
    if (needsName && name.trim() === '') return nameField.current?.focus()
    setSaving(true)
    try {
      const [first] = userIds
      const chat =
        isDirect && first !== undefined
          ? await call(openDirectChat, { userId: first })
          : await call(createGroupChat, { id, name: name.trim(), userIds })
      await client.invalidateQueries({ queryKey: chatsKey })
      onClose()
      router.history.push(`/colleagues/${chat.id}`)
    } catch (error) {
      errorToast(error)
      setSaving(false)
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('col.new')}
      closeButtonProps={{ 'aria-label': say('c.close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void open()
        }}
      >
        <Stack gap="md">
          <RecipientsField
            people={people}
            value={chosen}
            onChange={(next) => {
              setChosen(next)
              const only =
                next.length === 1
                  ? people.find((each) => each.kind === 'group' && each.id === next[0]?.id)
                  : null
              if (only && (name === '' || name === groupName?.name)) setName(only.name)
            }}
            label={say('col.new.with')}
            placeholder={say('col.new.with')}
          />
          {needsName && (
            <TextInput
              ref={nameField}
              label={say('col.new.name')}
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={isTried && name.trim() === '' ? say('col.new.name.need') : null}
            />
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {say('c.cancel')}
            </Button>
            <Button type="submit" loading={isSaving} disabled={userIds.length === 0}>
              {say('col.new.open')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
