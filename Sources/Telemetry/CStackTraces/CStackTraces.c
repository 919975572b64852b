#include "CStackTraces.h"
