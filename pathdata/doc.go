package pathdata
