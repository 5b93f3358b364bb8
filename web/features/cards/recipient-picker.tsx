import { Menu } from '@mantine/core'
import { IconChevronDown, IconDots } from '@tabler/icons-react'
import type { ReactElement, Ref } from 'react'
import { useWords } from '../../lib/words.ts'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import type { Recipient } from './choose-recipient.ts'
import { cardWords } from './labels.ts'
import classes from './card.module.css'

type RecipientPickerProps = {
  ref?: Ref<HTMLButtonElement>
  recipients: readonly Recipient[]
  chosen: Recipient
  onChoose: (recipient: Recipient) => void
  /** Other channels of the contact, and links by which it begins there. */
  onMore: () => void
}

/** To whom and through which channel one writes. */
export function RecipientPicker({
  ref,
  recipients,
  chosen,
  onChoose,
  onMore,
}: RecipientPickerProps): ReactElement {
  const say = useWords(cardWords)
  return (
    <Menu position="top-start">
      <Menu.Target>
        <button
          ref={ref}
          type="button"
          className={classes.recipient}
          aria-label={`${say('card.recipient')}: ${chosen.channelName}, ${chosen.contactName}`}
        >
          <ChannelMark kind={chosen.channelKind} size={20} isSilent />
          <b>{chosen.channelName}</b>
          <bdi>{chosen.contactName}</bdi>
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {recipients.map((each) => (
          <Menu.RadioItem
            key={each.id}
            value={each.id}
            checked={each.id === chosen.id}
            closeMenuOnClick
            rightSection={<ChannelMark kind={each.channelKind} size={16} isSilent />}
            onChange={() => onChoose(each)}
          >
            {each.channelName}, <bdi>{each.contactName}</bdi>
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconDots size={16} aria-hidden="true" />} onClick={onMore}>
          {say('card.recipient.more')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
