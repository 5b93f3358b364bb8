import { ActionIcon } from '@mantine/core'
import { IconArrowBackUp, IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { Album } from '../../web/ui/album.tsx'
import { Avatar } from '../../web/ui/avatar.tsx'
import { Bubble } from '../../web/ui/bubble.tsx'
import { Chip } from '../../web/ui/chip.tsx'
import { ConversationLine } from '../../web/ui/conversation-line.tsx'
import { DayLine } from '../../web/ui/day-line.tsx'
import { FeedItem } from '../../web/ui/feed-item.tsx'
import { FileTile } from '../../web/ui/file-tile.tsx'
import { NewMessagesLine } from '../../web/ui/new-messages-line.tsx'
import { PictureViewer } from '../../web/ui/picture-viewer.tsx'
import { StatusMark } from '../../web/ui/status-mark.tsx'
import { VoicePlayer } from '../../web/ui/voice-player.tsx'
import { ago, pictures } from './examples.ts'

const marina = <Avatar name="Марина Ковалёва" seed={48213} size={24} />
const formatted = 'Жирный, курсив, код и ссылка: zerno.link. А это https://example.com/a?b=1. @Роман'

/** A chat with every kind of line. */
export function ChatExample(): ReactElement {
  const [shown, setShown] = useState<number | null>(null)
  return (
    <div role="log" style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4, maxWidth: 700 }}>
      <ConversationLine
        number={47902}
        edge="closed"
        channel="telegram"
        by="Алина Сафина"
        at={ago(9000)}
        extra={<Chip tone="ok">NPS 9</Chip>}
      />
      <DayLine at={ago(2900)} />
      <ConversationLine
        number={48213}
        edge="opened"
        channel="website"
        by="входящее сообщение"
        at={ago(2900)}
      />
      <Bubble
        way="in"
        avatar={marina}
        at={ago(2900)}
        text="Здравствуйте! В сентябре взяли у вас Versa Uno домой, очень довольны. Теперь нужна машина в офис, нас 25 человек"
      />
      <Bubble
        way="bot"
        author="Бот «Подбор машины»"
        at={ago(2899)}
        state="delivered"
        text="Марина, здравствуйте! Сколько чашек в день вы готовите?"
      />
      <Bubble way="in" avatar={marina} at={ago(2898)} text="40–80" />
      <FeedItem look="centred" icon={<IconArrowRight size={16} />} at={ago(2898)}>
        Бот «Подбор машины» перевёл сделку: Неразобранное → Подбор
      </FeedItem>
      <Bubble
        way="out"
        author="Павел Дроздов"
        at={ago(2800)}
        state="delivered"
        media={<FileTile name="КП Versa Duo офис.pdf" sizeBytes={421_888} url="/f/1" />}
        text="Марина, посчитал на год вместе с обслуживанием"
      />
      <Bubble
        way="out"
        isJoined
        at={ago(2798)}
        state="failed"
        media={<FileTile name="Кухня в коворкинге.mp4" sizeBytes={224_395_264} url="/f/2" />}
        text="Такая же кухня в коворкинге"
        footer={<StatusMark state="failed" withWord />}
      />
      <Bubble
        way="out"
        isJoined
        at={ago(2797)}
        state="uncertain"
        text="Вы на месте?"
        footer={<StatusMark state="uncertain" withWord />}
      />
      <DayLine at={ago(1)} />
      <Bubble
        way="internal"
        author="Павел Дроздов"
        at={ago(60)}
        text="@Роман Гущин, посмотри, пожалуйста, розетку по фото: потянет две группы или нужен отдельный автомат?"
        entities={[{ type: 'mention', offset: 0, length: 13 }]}
      />
      <Bubble
        way="in"
        at={ago(50)}
        media={<Album pictures={pictures.slice(0, 3)} onOpen={setShown} />}
        text="Вот кухня. Розетка слева от мойки"
      />
      <Bubble
        way="in"
        isJoined
        avatar={marina}
        at={ago(49)}
        media={<VoicePlayer url="/voice.ogg" durationSeconds={24} />}
      />
      <Bubble
        way="out"
        author="Павел Дроздов"
        at={ago(45)}
        state="read"
        isEdited
        reply={{
          authorName: 'Марина Ковалёва',
          text: 'Вот кухня. Розетка слева от мойки',
          onOpen: () => undefined,
        }}
        text="Розетка подходит, отдельный автомат не нужен. Место под воду тоже есть"
        actions={
          <ActionIcon aria-label="Ответить">
            <IconArrowBackUp size={16} />
          </ActionIcon>
        }
      />
      <NewMessagesLine />
      <Bubble way="in" at={ago(5)} text="Отлично, тогда берём" />
      <Bubble
        way="in"
        isJoined
        at={ago(4)}
        text={formatted}
        entities={[
          { type: 'bold', offset: 0, length: 6 },
          { type: 'italic', offset: 8, length: 6 },
          { type: 'code', offset: 16, length: 3 },
          { type: 'link', offset: 22, length: 6, url: 'https://zerno.link' },
          { type: 'mention', offset: 76, length: 6 },
        ]}
      />
      <Bubble
        way="in"
        isJoined
        avatar={marina}
        at={ago(4)}
        text="ОченьдлинноесловобезпробеловкотороенедолжновылезтизакрайпузыряниприкакихобстоятельствахОченьдлинноесловобезпробелов"
      />
      <Bubble way="out" at={ago(3)} state="queued" media={<Album pictures={pictures} onOpen={setShown} />} />
      <Bubble
        way="out"
        isJoined
        at={ago(2)}
        state="queued"
        media={<Album pictures={pictures.slice(0, 1)} onOpen={setShown} />}
        text="Одна"
      />
      <PictureViewer pictures={pictures} index={shown} onIndex={setShown} onClose={() => setShown(null)} />
    </div>
  )
}
