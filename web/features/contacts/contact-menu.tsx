import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core'
import { IconBan, IconCircleCheck, IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { errorToast } from '../../ui/toasts.tsx'
import { contactWords } from './labels.ts'
import { useBlockContact } from './use-change-contact.ts'

type Named = { id: number; name: string; isBlocked: boolean }

/** What can be done with a contact as a whole. */
export function ContactMenu({ contact }: { contact: Named }): ReactElement {
  const say = useWords(contactWords)
  const block = useBlockContact()
  const [isAsked, setAsked] = useState(false)
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
        </Menu.Dropdown>
      </Menu>
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
