import { Phrasebook } from '../../presentation/phrases/phrasebook';
import { ARRANGED, ARRANGEMENT } from './arrangement';
import { CONTRACTS } from './contracts';
import { DOCUMENTS } from './documents';
import { EXPRESSIONS } from './expressions';
import { FINDINGS, PREVIEWS } from './findings';
import { MESSAGES, NOTICES, REFUSALS } from './messages';
import { RUN_CLAUSES, RUN_FRAMES } from './runs';
import { SCHEMA } from './schema';

export const WHOLE = [...RUN_FRAMES, ...FINDINGS, ...PREVIEWS, ...NOTICES, ...MESSAGES, ...REFUSALS, ...DOCUMENTS, ...EXPRESSIONS, ...CONTRACTS, ...ARRANGEMENT, ...SCHEMA];
export const PARTS = [...RUN_CLAUSES, ...ARRANGED];

const chinese = new Phrasebook(WHOLE, PARTS);

/** What the hub says, in Chinese. */
export const hub = (text: string): string => chinese.say(text);
