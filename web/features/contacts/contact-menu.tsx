import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core'
import { IconBan, IconCircleCheck, IconDots, IconFingerprint } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { errorToast } from '../../ui/toasts.tsx'
import { contactWords } from './labels.ts'
import { useBlockContact } from './use-change-contact.ts'

const EraseDialog = lazy(() =>
  import('../privacy/erase-dialog.tsx').then((module) => ({ default: module.EraseDialog })),
)

type Named = { id: number; name: string; isBlocked: boolean }

/** What can be done with a contact as a whole. */
export function ContactMenu({ contact }: { contact: Named }): ReactElement {
  const say = useWords(contactWords)
  const block = useBlockContact()
  const { rights } = useSession()
  const [isAsked, setAsked] = useState(false)
  const [isErasing, setErasing] = useState(false)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={32} aria-label={say('contact.more')} title={say('contact.more')}>
            <IconDots size={20} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {contact.isBlocked ? (
            <Menu.Item
              leftSection={<IconCircleCheck size={16} stroke={1.75} />}
              onClick={() => void block(contact.id, false).catch(errorToast)}
            >
              {say('contact.unblock')}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconBan size={16} stroke={1.75} />}
              color="red"
              onClick={() => setAsked(true)}
            >
              {say('contact.block')}
            </Menu.Item>
          )}
          {rights.settings && (
            <Menu.Item
              leftSection={<IconFingerprint size={16} stroke={1.75} />}
              color="red"
              onClick={() => setErasing(true)}
            >
              {say('contact.erase')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isErasing && (
        <Suspense fallback={null}>
          <EraseDialog contactId={contact.id} onClose={() => setErasing(false)} />
        </Suspense>
      )}
      <BlockDialog contact={isAsked ? contact : null} onClose={() => setAsked(false)} />
    </>
  )
}

/** Says what blocking does, and does it. */
export function BlockDialog({
  contact,
  onClose,
}: {
  contact: Pick<Named, 'id' | 'name'> | null
  onClose: () => void
}): ReactElement {
  const say = useWords(contactWords)
  const block = useBlockContact()
  const [isSaving, setSaving] = useState(false)
  const save = async (contactId: number): Promise<void> => {
    setSaving(true)
    try {
      await block(contactId, true)
      onClose()
    } catch (error) {
      errorToast(error)
    }
    setSaving(false)
  }
  return (
    <Modal opened={contact !== null} onClose={onClose} title={say('contact.block.title')}>
      <Stack gap="md">
        <Text size="sm">
          <b>
            <bdi>{contact?.name}</bdi>
          </b>
          . {say('contact.block.text')}
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button
            color="red"
            loading={isSaving}
            onClick={() => contact && void save(contact.id)}
            data-autofocus
          >
            {say('contact.block')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
