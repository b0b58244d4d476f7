import { around } from './around.ts';
import { arriving } from './arriving.ts';
import { beside } from './beside.ts';
import type { Chapter } from './chapter.ts';
import { contacts } from './contacts.ts';
import { ending } from './ending.ts';
import { first } from './first.ts';
import { house } from './house.ts';
import { talking } from './talking.ts';

export const tour: Chapter[] = [...arriving, ...talking, ...beside, ...contacts, ...ending, ...first, ...around, ...house];
