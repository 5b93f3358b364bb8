import {
  IconAddressBook,
  IconCalendarEvent,
  IconChartBar,
  IconCircleDashed,
  IconClick,
  IconDeviceGamepad2,
  IconDice5,
  IconFile,
  IconGift,
  IconLayoutCards,
  IconLink,
  IconListCheck,
  IconMapPin,
  IconMusic,
  IconNews,
  IconPhone,
  IconPhoto,
  IconPuzzleOff,
  IconReceipt,
  IconShoppingBag,
  IconSticker,
  IconUsers,
  IconVideo,
} from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useKindWords } from '../../lib/kind-words.ts'
import classes from './message.module.css'

const icons: Partial<Record<string, typeof IconPuzzleOff>> = {
  button: IconClick,
  web_app_data: IconClick,
  location: IconMapPin,
  venue: IconMapPin,
  story: IconCircleDashed,
  chat_shared: IconUsers,
  game: IconDeviceGamepad2,
  paid_media: IconPhoto,
  photo: IconPhoto,
  picture: IconPhoto,
  album: IconPhoto,
  doc: IconFile,
  file: IconFile,
  rich_message: IconNews,
  rich_media: IconLayoutCards,
  event: IconCalendarEvent,
  sticker: IconSticker,
  contact: IconAddressBook,
  users_shared: IconAddressBook,
  poll: IconChartBar,
  checklist: IconListCheck,
  checklist_tasks_done: IconListCheck,
  checklist_tasks_added: IconListCheck,
  dice: IconDice5,
  gift: IconGift,
  unique_gift: IconGift,
  giveaway: IconGift,
  giveaway_winners: IconGift,
  invoice: IconReceipt,
  successful_payment: IconReceipt,
  refunded_payment: IconReceipt,
  money_transfer: IconReceipt,
  money_request: IconReceipt,
  market: IconShoppingBag,
  market_album: IconShoppingBag,
  video: IconVideo,
  audio: IconMusic,
  podcast: IconMusic,
  call: IconPhone,
  wall: IconNews,
  wall_reply: IconNews,
  article: IconNews,
  link: IconLink,
}

/** What a message is that is neither a text nor a file; what can be read of it stands below. */
export function KindLine({ kind }: { kind: string }): ReactElement {
  const kindWords = useKindWords()
  const Icon = icons[kind] ?? IconPuzzleOff
  return (
    <div className={classes.kind}>
      <Icon size={16} aria-hidden="true" />
      {kindWords(kind)}
    </div>
  )
}
