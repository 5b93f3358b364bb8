import { IconMapPin } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { mapLink } from '#contract/location'
import type { MapLocation } from '#contract/location'
import { useWords } from '../lib/words.ts'
import classes from './place-card.module.css'

/** A place: its name, its coordinates, and the way to a map. No map is drawn, so that nobody is told who looks where. */
export function PlaceCard({ place }: { place: MapLocation }): ReactElement {
  const say = useWords()
  return (
    <a
      className={classes.card}
      href={mapLink(place)}
      target="_blank"
      rel="noopener noreferrer"
      title={say('msg.place.open')}
    >
      <span className={classes.sign}>
        <IconMapPin size={20} aria-hidden="true" />
      </span>
      <span className={classes.words}>
        <bdi className={classes.title}>{place.title ?? say('msg.place')}</bdi>
        <span className={classes.point} dir="ltr">
          {place.latitude}, {place.longitude}
        </span>
      </span>
    </a>
  )
}
