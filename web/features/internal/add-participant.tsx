import { ActionIcon, Popover, Select, Stack, Text, Tooltip } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { Principal } from '#contract/participants'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AddresseeLine } from './addressee-line.tsx'
import { internalWords } from './labels.ts'
import { keyOf, useAddressees } from './people.ts'
import type { Addressee } from './people.ts'
import { readKey } from './recipients-field.tsx'

type AddParticipantProps = { known: readonly Principal[]; onAdd: (principal: Principal) => void }

/** Calls a colleague or a group into the card. */
export function AddParticipant({ known, onAdd }: AddParticipantProps): ReactElement {
  const say = useWords(internalWords)
  const { user } = useSession()
  const [isOpen, setOpen] = useState(false)
  const all: Addressee[] = [...useAddressees(), { kind: 'user', id: user.id, name: user.name, size: null }]
  const here = new Set(known.map(keyOf))
  const people = all.filter((each) => !here.has(keyOf(each)))
  const byKey = new Map(people.map((each) => [keyOf(each), each]))
  const ofKind = (kind: Principal['kind']): { value: string; label: string }[] =>
    people.filter((each) => each.kind === kind).map((each) => ({ value: keyOf(each), label: each.name }))
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={say('p.add')} disabled={isOpen}>
          <ActionIcon
            size={28}
            aria-label={say('p.add')}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <IconUserPlus size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Select
            searchable
            data-autofocus
            aria-label={say('p.add.find')}
            placeholder={say('p.add.find')}
            nothingFoundMessage={say('in.to.none')}
            value={null}
            comboboxProps={{ withinPortal: false }}
            data={[
              { group: say('in.groups'), items: ofKind('group') },
              { group: say('in.users'), items: ofKind('user') },
            ].filter(({ items }) => items.length > 0)}
            renderOption={({ option }) => {
              const addressee = byKey.get(option.value)
              return addressee ? <AddresseeLine addressee={addressee} /> : option.label
            }}
            onChange={(key) => {
              for (const principal of readKey(key ?? '')) onAdd(principal)
              if (key !== null) setOpen(false)
            }}
          />
          <Text size="xs" c="dimmed">
            {say('p.add.text')}
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
