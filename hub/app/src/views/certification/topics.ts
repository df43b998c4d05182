import topics from '../../../../../firmware-contracts/topics.md?raw';
import { clausesOf } from '../../presentation/certification/clauses';

/** The words of each clause, as firmware-contracts/topics.md has them. */
export const CLAUSE_WORDS = clausesOf(topics);
