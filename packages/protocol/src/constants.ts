/**
 * What tab and server say to each other over one WebSocket. Schemas are the types; a test hashes them, and a change of the
 * hash asks for a new version.
 *
 * 1: first
 * 2: windows by anchor
 * 3: names are parts of a path; answers say at which step a cluster fails; logs from a time on; the kinds of a cluster;
 *    tabs are told whether the history is kept, and an operation says what it takes back; runs recorded without a tab, with their events;
 *    a list says its filter, and which rows stand between two; what may not be watched says how often it is read;
 *    tabs are told the time of each cluster; streams of bytes, logs among them; a refusal has a code;
 *    what was cut (names found, an object's history, a run's events) says so; what a person prefers is told to every tab, and changed;
 *    what is missing of a kept run, and why;
 *    an object's history is read on; runs are recorded in some namespaces; why times were skipped;
 *    the end of a stream, the health of a cluster and what is wrong with a kubeconfig have codes, too;
 *    a list says how many values a facet has, and which objects went while something is selected;
 *    objects are counted of the kinds that are asked for; which groups of kinds are unfolded is kept;
 *    an operation says whose it is;
 *    counts say how many are not well; a row names its owner;
 *    a tab that comes back asks which of the objects it has selected are no more;
 *    views of lists are kept;
 *    what a pack offers is done;
 *    why a list is stale or may not be read, and why names are missing, has a code;
 *    workloads are restarted and scaled, rollouts paused and resumed, nodes cordoned and uncordoned;
 *    containers are changed, workloads rolled back, pods evicted and ended, nodes tainted and drained; what an operation waits for;
 *    a list of a kind without a record says its columns; kinds say whether they can be listed, and which groups do not answer;
 *    a list may be of the rows that have to do with certain objects, and tell what its rows refer to;
 *    a list of a kind without a record says what a pack knows of it;
 *    columns of each kind's list, and the width of the panel, are kept;
 *    a list is grouped by a column, its groups folded;
 *    labels and annotations are changed by themselves; a deletion says what becomes of what is owned;
 *    documents are applied in their order;
 *    change sets: steps are collected, applied in their order, taken back;
 *    streams are terminals, too;
 *    rows say what their objects use now, where that is asked for;
 *    what ConfigMaps and Secrets hold is told without the values, and one value to who asks for it;
 *    who may do what, by roles and bindings; what somebody may;
 *    events are kept;
 *    requests for certificates are decided, autoscalers get other bounds, claims grow, finished Jobs go;
 *    ports of this machine lead to pods;
 *    keys of Secrets are changed, and who reads them is told; roles are granted and revoked;
 *    releases of Helm are told, live;
 *    files in containers are listed, read, fetched, brought there and saved; a container is added to a pod to look into it;
 *    a pod that runs gets other resources; clashes of a step are decided; of a cluster it is said where nothing may be changed;
 *    lines of logs are asked for by words and patterns, with those around them;
 *    a list is of several clusters;
 *    steps of change sets name all their operations, runs who does them; what is arranged says what was seen;
 *    a pod is made on a node to look into it; recordings of terminals are kept;
 *    what is decided in a change set says what was seen;
 *    what was done is searched; a reason is given where it is asked for; where only some actions may be done;
 *    it is chosen for a cluster where its Prometheus is;
 *    of an apply the fields are named that are taken over; files are written with a reason;
 *    a log is read to a time;
 *    what is applied says what had been applied before;
 *    a list says which question its rows answer;
 *    whole logs are of several namespaces;
 *    which custom kinds may name those of a kind is told, and of how many more;
 *    a column of a kind without a record is a cell of the server's Table;
 *    the first rows of a filter come before it is counted how many match;
 *    which kinds there are is told only where it is not known;
 *    what objects of a kind name is guessed, and which custom kinds nobody knows is told;
 *    an image becomes another one wherever it is;
 *    of what is previewed it is said whether it goes;
 *    what a right is asked about may be called as a signer is;
 *    of a kind it is told whether it can be scaled
 */
export const PROTOCOL_VERSION = 3;

/** Characters of the reason for an operation: a few sentences, or a link with them. */
export const MAX_REASON = 500;

/** Characters of what a person types to filter a log, and so of its words and patterns; longer than any that can be read. */
export const MAX_LOG_FILTER = 500;

/** Lines of a log before and behind each that is wanted: more than a screen shows. */
export const MAX_AROUND = 50;

/** Columns of a custom kind: several times what any known one prints, and their names and paths; a tab sends them with each list. */
export const MAX_PRINTED_COLUMNS = 40;
export const MAX_PRINTED_TEXT = 512;
/** Which of a Table's cells a column may be: those that are left out count. */
export const MAX_TABLE_CELL = 127;

/** A frame from a tab is small; anything larger is no tab of ours. */
export const MAX_UP_BYTES = 64 * 1024;

/** Rows of a window: several screens of the tallest display. */
export const MAX_WINDOW = 500;

export const MAX_SUBSCRIPTIONS = 64;

/** Clusters of one list: of more nobody reads the names. */
export const MAX_CLUSTERS = 50;
/** Each is a list and a watch of its own: the API offers no other way to some namespaces. */
export const MAX_NAMESPACES = 100;
/** Namespaces of a cluster in which runs are recorded: each is watched for as long as the server runs, whether somebody looks or not. */
export const MAX_RECORDED_NAMESPACES = 20;

/** A tab and the server each expect to hear the other at least this often. */
export const HEARTBEAT_MS = 15_000;

/** Objects whose kept events are asked for at once: one, and what it made. */
export const MAX_EVENT_OBJECTS = 250;

/** Requests that change something must carry this header: no form and no foreign page can set it. */
export const REQUEST_HEADER = 'x-lanthorn';

/** Presets of one CronJob: a list that a person still reads. */
export const MAX_PRESETS = 50;

/** Targets of one operation: more than a person can mean at once. */
export const MAX_TARGETS = 2_000;

/** Steps of a change set: a page that is still read. */
export const MAX_STEPS = 50;
/** All of them, in UTF-8: each edit holds its object twice, as it was and as it shall be. */
export const MAX_SET_BYTES = 4 * 1024 * 1024;

/** Selected objects named in one message: with the longest names of the kinds that people select still shorter than a message may be. */
export const MAX_NAMED_ROWS = 25;

/** Slots of a backfill that run at a time. */
export const MAX_AT_ONCE = 20;

/** Rights asked for at once; of more, a page asks in parts. */
export const MAX_CHECKS = 100;

/** An object's name has 253 characters at most; what is longer finds nothing. */
export const MAX_NAME_QUERY = 256;

/** The newest operations, told to a tab that opens and listed there, as long as their targets together are a few megabytes. */
export const LISTED_OPERATIONS = 100;
export const LISTED_TARGETS = 10_000;

/** Clusters by their last visit: as many as a menu still shows. */
export const MAX_RECENT_CLUSTERS = 10;

/** Namespaces of a cluster that a person keeps on top: a list that is still read. */
export const MAX_PINNED_NAMESPACES = 50;

/** What was chosen in the palette last: more than anybody comes back to. */
export const MAX_USED_ENTRIES = 40;

/** Sets of namespaces of a cluster that were looked at last: as many as a menu still shows. */
export const MAX_RECENT_NAMESPACES = 8;

/** Views of lists that a person keeps: as many as a navigation still shows. With the longest of each part they take half of what preferences may. */
export const MAX_SAVED_VIEWS = 50;
export const MAX_VIEW_NAME = 60;
export const MAX_VIEW_PART = 300;

/** Groups of a list that differ from the others in being folded or not: with the longest names still shorter than a message may be. */
export const MAX_FOLDS = 100;

/** Columns of one list that a person arranged: more than any kind has. */
export const MAX_LIST_COLUMNS = 64;
/** In pixels: narrower hides the title, wider is no column. */
export const MIN_COLUMN_WIDTH = 48;
export const MAX_COLUMN_WIDTH = 2_000;

/** All that a person prefers, in UTF-8: every page that is served carries it, and every tab is told. */
export const MAX_PREFERENCES_BYTES = 128 * 1024;
