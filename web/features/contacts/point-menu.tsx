import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconMail, IconPhone, IconStar, IconTrash } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { pointLabels } from '#contract/points'
import type { PointLabel, PointView } from '#contract/points'
import { useWords } from '../../lib/words.ts'
import { phoneHref } from './phone-href.ts'
import { pointWords } from './point-words.ts'

type Props = {
  point: PointView
  canEdit: boolean
  onRemove: () => void
  onPrimary: () => void
  onLabel: (label: PointLabel | null) => void
}

const icon = { size: 16, stroke: 1.75 } as const

/** What can be done with a phone or e-mail. */
export function PointMenu({ point, canEdit, onRemove, onPrimary, onLabel }: Props): ReactElement {
  const say = useWords(pointWords)
  const { value } = point
  const isPhone = point.kind === 'phone'
  // Nobody has a mobile e-mail.
  const labels = pointLabels.filter((label) => isPhone || label !== 'mobile')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={say('point.more', { value })}>
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component="a"
          href={isPhone ? phoneHref(value) : `mailto:${value}`}
          leftSection={isPhone ? <IconPhone {...icon} /> : <IconMail {...icon} />}
        >
          {isPhone ? say('point.call') : say('point.write')}
        </Menu.Item>
        {canEdit && !point.isPrimary && (
          <Menu.Item leftSection={<IconStar {...icon} />} onClick={onPrimary}>
            {say('point.primary')}
          </Menu.Item>
        )}
        {canEdit && (
          <>
            <Menu.Divider />
            <Menu.Label>{say('point.label')}</Menu.Label>
            {[...labels, null].map((label) => (
              <Menu.RadioItem
                key={label}
                value={label ?? ''}
                checked={point.label === label}
                onChange={() => onLabel(label)}
              >
                {say(`point.label.${label ?? 'none'}`)}
              </Menu.RadioItem>
            ))}
            <Menu.Divider />
            <Menu.Item leftSection={<IconTrash {...icon} />} color="red" onClick={onRemove}>
              {say('c.delete')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
