"""Names set down by hand for groups that no open list in Latin script serves well, commonest first.

General knowledge of which names are common among families of each group in England, put in rough order: no
published count was found under an open licence. Weights fall with the rank, and count as assumed.
"""

from __future__ import annotations

SURNAMES: dict[tuple[str, str], tuple[float, str]] = {
    ("pakistani", ""): (
        0.85,
        "Khan Hussain Ahmed Ali Mahmood Malik Iqbal Shah Mohammed Mirza Butt Chaudhry Akhtar Rashid Aslam Anwar"
        " Hassan Rehman Sheikh Qureshi Raja Javed Nawaz Arshad Ashraf Bashir Saleem Yousaf Zaman Abbas Afzal"
        " Akram Amin Asghar Azam Aziz Farooq Hanif Hafeez Haq Ilyas Jabbar Kayani Khalid Latif Majid Mughal Mir"
        " Munir Nazir Rafiq Riaz Sadiq Saeed Siddiqui Suleman Tariq Usman Younis Zafar",
    ),
    ("pakistani", "F"): (1.0, "Begum Bibi Akhtar Kausar Parveen Khatoon Fatima Jan Sultana Nisa"),
    ("bangladeshi", ""): (
        1.0,
        "Ahmed Miah Ali Rahman Hussain Uddin Islam Choudhury Khan Hoque Alam Chowdhury Haque Kabir Karim Mia"
        " Talukdar Sarkar Hasan Hossain Das Roy Malik Mahmud Rashid Siddique Sheikh Akhtar Bhuiyan Mollah Kamal"
        " Khalique Latif Motin Quddus Rob Salam Shahid Syed Wahid Ullah Zaman Azad Aziz Chakraborty Deb Howlader"
        " Majumder Mannan Matin Munshi Nath Noor Rouf Sikder Subhan",
    ),
    ("bangladeshi", "F"): (1.0, "Begum Khatun Akter Bibi Sultana Khanom Nessa Akhtar Parvin Yasmin Jahan"),
    ("indian", ""): (
        0.6,
        "Singh Patel Shah Kumar Sharma Gill Desai Mistry Sandhu Dhillon Grewal Reddy Nair Joshi Mehta Gupta"
        " Chauhan Parmar Solanki Rao Verma Das Kapoor Malhotra Bhatt Chopra Sidhu Bains Dhaliwal Johal Sahota"
        " Rai Mann Hayer Virk Aujla Cheema Sangha Thomas Mathew George Varghese Khan Ahmed Fernandes Pereira",
    ),
    ("chinese", ""): (
        1.0,
        "Chen Wong Chan Li Zhang Wang Liu Lee Lin Yang Huang Cheung Lau Ng Leung Ho Tang Lam Tsang Wu Zhao Zhou"
        " Xu Sun Cheng Yip Kwok Chow Chung Tam Yu Lai Man Tse Ma Mak Fung Hui Lo Liang He Guo Luo Zheng Gao Hu"
        " Zhu Tan Ong Lim Teo Goh Siu Poon Pang Choi Mok Yuen Yeung Kwan",
    ),
    ("somali", ""): (
        1.0,
        "Ali Mohamed Hassan Ahmed Abdi Hussein Omar Ibrahim Yusuf Farah Warsame Jama Osman Aden Nur Adan"
        " Abdullahi Abdirahman Ismail Elmi Mohamud Hersi Dirie Duale Guled Haji Barre Egal Gedi Hashi Isse Muse"
        " Roble Salad Samatar Sheikh Siad Shire Yassin Awale",
    ),
}
"""List and sex (blank: both): the share of people of the list who carry one of these, and the names."""

GIVEN: dict[tuple[str, str], str] = {
    ("pakistani", "F"): (
        "Aisha Fatima Maryam Zainab Zara Khadija Hafsa Amina Ayesha Aliza Inaya Zahra Sumayyah Safa Iqra Sana"
        " Saima Nadia Farah Shazia Rukhsana Nasreen Samina Shabana Yasmin Rabia Noor Anisa Mariam Asma Amna"
        " Bushra Sadia Saira Uzma Rubina Tahira Naseem Zubaida Parveen Razia Kulsoom Humaira Alina Hania Mahnoor"
        " Minahil Laiba Eman Areeba Kiran Sobia Nazia Shaista Tayyiba Aleena Haleema Sidra"
    ),
    ("pakistani", "M"): (
        "Mohammed Muhammad Ali Hamza Ibrahim Umar Imran Adam Yusuf Hassan Bilal Zain Usman Ahmed Tariq Asif"
        " Shahid Khalid Nadeem Kashif Waqas Adeel Faisal Amir Kamran Zubair Yasir Sajid Tahir Arif Javed Nasir"
        " Zahid Rashid Abdul Idris Musa Haris Daniyal Rayyan Ayaan Mustafa Ismail Yahya Junaid Saqib Adnan Omar"
        " Haroon Naveed Pervez Iqbal Mahmood Ghulam Riaz Sohail Qasim Shoaib Irfan Babar"
    ),
    ("bangladeshi", "F"): (
        "Fatima Ayesha Maryam Nasima Rahima Salma Shahida Rokeya Jasmin Nazma Shirin Tahmina Farhana Sabina"
        " Ruksana Hasina Momena Rehana Taslima Tasnim Nusrat Jannat Amina Aminah Sumaiya Tahiya Nadia Shamima"
        " Halima Rushna Sufia Hosna Monowara Lutfa Anika Samia Fahmida Zara Aisha Khadija Maisha Nabila Sadia"
        " Safiya Farzana Mahbuba Rabeya Dilara Shelina Kulsuma"
    ),
    ("bangladeshi", "M"): (
        "Mohammed Muhammad Abdul Shah Syed Kamal Jamal Faruk Rahim Karim Habib Rashid Hasan Imran Rafiq Shahid"
        " Nazrul Anwar Kabir Monir Shafiq Ibrahim Yusuf Ismail Zayan Rayan Adam Tanvir Mahbub Shamim Rubel"
        " Sohel Jahangir Aminul Saiful Shofiqul Rezaul Nurul Abu Abdur Hamza Tahmid Samiul Naim Sadik Ridwan"
        " Mizan Ashraf Mustafa Zakaria Siraj Harun Babul Dilwar Emdad Foysal Kawsar Luthfur"
    ),
    ("somali", "F"): (
        "Amina Fadumo Hodan Halima Ayan Sahra Asha Khadija Hawa Maryan Ifrah Nimo Ubah Zamzam Sagal Hibaaq Idil"
        " Fartun Faduma Safiya Hafsa Sumaya Ilhan Najma Deqa Kaltun Muna Rahma Ruqiya Saida Shukri Yasmin Zahra"
        " Nasra Hamda Habiba Istahil Anisa Fowsia Hinda"
    ),
    ("somali", "M"): (
        "Mohamed Ahmed Abdullahi Abdirahman Abdi Hassan Ali Omar Yusuf Ibrahim Mahad Liban Farah Guled Ismail"
        " Zakariya Bilal Mustafa Khalid Abdiaziz Said Hamza Yahya Hussein Osman Jama Abdulkadir Mohamud Adan"
        " Mukhtar Sharmarke Ayub Ilyas Isse Nur Bashir Salah Warsame Awil Dahir"
    ),
    ("indian", "F"): (
        "Priya Anjali Neha Meera Nisha Kavita Sunita Rekha Anita Jasmin Simran Harpreet Manpreet Kiran Jaspreet"
        " Rajinder Surinder Balbir Kamaljit Gurpreet Pooja Divya Shreya Riya Diya Anika Aanya Hina Bhavna Jaya"
        " Usha Sangita Geeta Pushpa Lata Asha Nirmala Sandeep Navdeep Sukhwinder"
    ),
    ("indian", "M"): (
        "Arjun Rohan Aryan Raj Amit Sanjay Vijay Rahul Harpreet Gurpreet Manjit Balbir Jaspal Rajesh Suresh"
        " Ramesh Mahesh Nitin Kiran Anil Sunil Ashok Dinesh Bhavesh Hitesh Jayesh Manish Nilesh Pritesh Vikram"
        " Surjit Avtar Mohinder Sukhdev Jagdeep Amandeep Navdeep Jasdeep Dev Jay Aarav Vihaan"
    ),
}
"""List and sex: given names."""

FEMALE_ENDINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "polish": (("ski", "ska"), ("cki", "cka"), ("dzki", "dzka"), ("ny", "na"), ("zny", "zna")),
    "indian": (("Singh", "Kaur"),),
}
"""List: the end of a man's surname and what it is in a woman's."""

KNOWN_AS = (
    "Abigail:Abbie Alexander:Alex,Xander,Sandy Alexandra:Alex,Lexi Alfred:Alf,Alfie Andrew:Andy,Drew Angela:Angie"
    " Anthony:Tony Arthur:Art Barbara:Barb,Babs Benjamin:Ben Catherine:Cathy,Kate Katherine:Kate,Kathy Kathleen:Kath"
    " Charles:Charlie,Chas Charlotte:Lottie,Charlie Christine:Chris,Chrissie Christopher:Chris Cynthia:Cindy"
    " Daniel:Dan,Danny David:Dave,Davey Deborah:Debbie,Deb Debra:Debbie Dennis:Den Derek:Del Donald:Don"
    " Dorothy:Dot,Dolly Douglas:Doug Edward:Ed,Eddie,Ted Eleanor:Ellie,Nell Elizabeth:Liz,Beth,Betty,Lizzie,Libby"
    " Emily:Em,Millie Florence:Flo,Flossie Frances:Fran Francis:Frank Frederick:Fred,Freddie Gabriella:Gabby"
    " Geoffrey:Geoff George:Georgie Gerald:Gerry Gillian:Gill Gordon:Gord Gregory:Greg Harold:Harry Harry:Haz"
    " Henry:Harry,Hal Irene:Rene Isabella:Bella,Izzy Isabelle:Belle,Izzy Jacqueline:Jackie Jacob:Jake"
    " James:Jim,Jimmy,Jamie Janet:Jan Jasmine:Jas Jennifer:Jenny,Jen Jessica:Jess,Jessie Joan:Joanie Joanne:Jo"
    " John:Jack,Johnny Jonathan:Jon,Jonny Joseph:Joe,Joey Joshua:Josh Joyce:Joy Judith:Judy Julie:Jules"
    " Karen:Kaz Kenneth:Ken,Kenny Kimberley:Kim Laura:Laurie Lawrence:Larry,Laurie Leonard:Len,Lenny Leslie:Les"
    " Lewis:Lew Lillian:Lily Louise:Lou Madeleine:Maddie Madison:Maddie Margaret:Maggie,Peggy,Meg,Marge"
    " Mary:Molly,Polly Matthew:Matt Megan:Meg Michael:Mike,Mick Michelle:Shell Mohammed:Mo Muhammad:Mo"
    " Nathan:Nate Natalie:Nat Natasha:Tash Nicholas:Nick,Nicky Nicola:Nicky,Nic Norman:Norm Oliver:Ollie Olivia:Liv"
    " Pamela:Pam Patricia:Pat,Tricia,Trish Patrick:Pat,Paddy Peter:Pete Philip:Phil Phillip:Phil Phyllis:Phyl"
    " Rachel:Rach Raymond:Ray Rebecca:Becky,Becca Reginald:Reg Richard:Rick,Dick,Rich Robert:Bob,Rob,Bobby"
    " Ronald:Ron,Ronnie Rosemary:Rose Russell:Russ Samantha:Sam Samuel:Sam,Sammy Sandra:Sandy Sarah:Sal,Sadie"
    " Sheila:She Sharon:Shaz Sidney:Sid Stanley:Stan Stephanie:Steph Stephen:Steve Steven:Steve Stuart:Stu"
    " Susan:Sue,Susie Suzanne:Sue,Suzie Sylvia:Syl Terence:Terry Theresa:Terri,Tess Theodore:Theo,Ted"
    " Thomas:Tom,Tommy Timothy:Tim Tracey:Trace Valerie:Val Veronica:Ronnie Victoria:Vicky,Tori Vincent:Vince"
    " Vera:Vee Walter:Wally,Walt Wayne:Waz William:Will,Bill,Billy,Liam Zachary:Zac Oluwaseun:Seun"
    " Oluwafemi:Femi Olufunke:Funke Chukwuemeka:Emeka Krzysztof:Chris Katarzyna:Kasia Aleksandra:Ola"
    " Alexandru:Alex Abdirahman:Abdi Gurpreet:Gary Harpreet:Harry Francesco:Franco Giuseppe:Beppe Francisco:Paco"
)
"""Name:the forms it is shortened to, commonest first. General knowledge."""
