import { ActionIcon, Button, Group, Popover, Stack } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'

type Props = { label: string; question: string; onConfirm: () => void }

/** A bin that asks once, beside itself. */
export function ConfirmIcon({ label, question, onConfirm }: Props): ReactElement {
  const say = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover opened={isOpen} onChange={setOpen} position="left" width={260} trapFocus returnFocus withRoles>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={() => setOpen(true)}>
          <IconTrash size={16} stroke={1.75} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <span>{question}</span>
          <Group gap="xs" justify="flex-end">
            <Button size="xs" variant="default" onClick={() => setOpen(false)}>
              {say('c.cancel')}
            </Button>
            <Button
              size="xs"
              color="red"
              onClick={() => {
                setOpen(false)
                onConfirm()
              }}
            >
              {say('c.delete')}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
