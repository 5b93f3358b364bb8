import { Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { DealView } from '#contract/deals'
import { useWords } from '../../lib/words.ts'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { dealWords } from './deal-labels.ts'
import classes from './deal.module.css'

export type Recipient = DealView['contacts'][number]['chats'][number] & { contactName: string }

/** Everybody who can be written to from the card. */
export function recipientsOf(deal: DealView): Recipient[] {
  return deal.contacts.flatMap((contact) =>
    contact.chats.map((chat) => ({ ...chat, contactName: contact.name })),
  )
}

type RecipientPickerProps = {
  recipients: readonly Recipient[]
  chosen: Recipient
  onChoose: (chatId: string) => void
}

/** To whom and through which channel one writes. */
export function RecipientPicker({ recipients, chosen, onChoose }: RecipientPickerProps): ReactElement {
  const say = useWords(dealWords)
  const words = (
    <>
      <ChannelMark kind={chosen.channelKind} size={20} isSilent />
      <b>{chosen.channelName}</b>
      <bdi>{chosen.contactName}</bdi>
    </>
  )
  if (recipients.length < 2) return <div className={classes.recipient}>{words}</div>
  return (
    <Menu position="top-start">
      <Menu.Target>
        <button
          type="button"
          className={classes.recipient}
          aria-label={`${say('deal.recipient')}: ${chosen.channelName}, ${chosen.contactName}`}
        >
          {words}
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
            onChange={() => onChoose(each.id)}
          >
            {each.channelName}, <bdi>{each.contactName}</bdi>
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
