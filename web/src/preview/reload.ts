// Added by `palier serve` to the pages it shows, and to nothing that is published.

import { follow } from "./follow.ts";

follow(document.currentScript?.dataset["build"]);
