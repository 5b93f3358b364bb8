import { ActionIcon, Checkbox, Popover, Stack } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconColumns3 } from '@tabler/icons-react'
import type { ReactElement } from 'react'

type Props<Key extends string> = {
  title: string
  /** The columns that can be left out, by their names. */
  columns: readonly { key: Key; name: string }[]
  shown: readonly Key[]
  onChange: (shown: Key[]) => void
}

/** Which columns a list has; on a phone it has none. */
export function ColumnsMenu<Key extends string>({
  title,
  columns,
  shown,
  onChange,
}: Props<Key>): ReactElement | null {
  const isPhone = useMediaQuery('(width < 840px)', undefined, { getInitialValueInEffect: false }) ?? false
  if (isPhone) return null
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={36} aria-label={title} title={title}>
          <IconColumns3 size={18} stroke={1.75} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" mah={420} style={{ overflowY: 'auto' }}>
          {columns.map(({ key, name }) => (
            <Checkbox
              key={key}
              label={name}
              checked={shown.includes(key)}
              onChange={({ currentTarget }) =>
                onChange(currentTarget.checked ? [...shown, key] : shown.filter((each) => each !== key))
              }
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
